using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Concordat.Agreements.Clauses;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Facts;
using Concordat.Cedar;

namespace Concordat.Agreements.Showing;

/// <summary>Renders an amendment's effect for people: first which clauses change verdicts, then clause by clause how, then the words.</summary>
public static class DiffText
{
    private const int MaxRegions = 12;

    private static readonly string[] Effects = ["newly permitted", "newly held", "held otherwise", "newly refused"];

    /// <summary>The whole report.</summary>
    public static string Render(DiffReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var (before, after) = (report.Before.Metadata, report.After.Metadata);
        text.Append(CultureInfo.InvariantCulture, $"amendment: {before.Id} {before.Version} to {after.Id} {after.Version}, {after.Title}\n");
        if (report.IsEmpty)
        {
            return text.Append("nothing changes\n").ToString();
        }

        WriteChanges(report, text);
        return text.ToString();
    }

    /// <summary>What any comparison of two agreements found.</summary>
    internal static void WriteChanges(DiffReport report, StringBuilder text)
    {
        WriteVerdicts(report, text);
        Write("Clauses", report.Clauses, WriteClause, text);
        Write("Terms", report.Terms, WriteChange, text);
        Write("Prose", report.Prose, WriteChange, text);
        Write("Authorities", report.Authorities, WriteChange, text);
        Write("Facts", report.Facts, WriteChange, text);
    }

    private static void WriteVerdicts(DiffReport report, StringBuilder text)
    {
        if (report.KeepsVerdicts)
        {
            text.Append("\nNo verdict changes, for all facts.\n");
            return;
        }

        text.Append("\nVerdicts\n");
        foreach (var effect in Effects)
        {
            foreach (var group in AgreementActions.All
                .Select(action => (Action: action, Clauses: Named(report, effect, action)))
                .Where(each => each.Clauses.Length > 0)
                .GroupBy(each => each.Clauses, each => each.Action, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {effect + ":",-17} {Moments(group)}, by {group.Key}\n");
            }
        }
    }

    private static string Named(DiffReport report, string effect, EntityUid action) => RegionWords.Join(
        report.Clauses.Where(clause => clause.Effects.Any(each => each.Words == effect && each.Action.Equals(action))).Select(clause => clause.Id.ToString()), "and");

    private static void WriteClause(ClauseChange change, StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n{change.Id} {change.Title} ({Kind(change)})\n");
        foreach (var detail in change.Details)
        {
            text.Append("    ").Append(detail).Append('\n');
        }

        var rest = change.OtherwiseAsBefore ? ", its other conditions and exceptions being as before" : "";
        WriteRegions(change.Kind == ChangeKind.Added ? "holds where" : $"newly holds where{rest}", change.NewlyHolds, text);
        WriteRegions(change.Kind == ChangeKind.Removed ? "held where" : $"no longer holds where{rest}", change.NoLongerHolds, text);
        WriteRegions(change.Kind == ChangeKind.Removed ? "excepted where" : "excepts where", change.Exceptions, text);
        if (change.Effects.IsEmpty)
        {
            text.Append("    changes no verdict\n");
        }

        foreach (var group in change.Effects.GroupBy(effect => (effect.From, effect.To)))
        {
            text.Append(CultureInfo.InvariantCulture, $"    {Moments(group.Select(effect => effect.Action))}: {Outcomes.Words(group.Key.From)} before, {Outcomes.Words(group.Key.To)} now\n");
            text.Append(CultureInfo.InvariantCulture, $"      example: {group.First().Example.Moment} with\n");
            ProofText.WriteFacts(group.First().Example, "        ", text);
        }
    }

    private static void WriteRegions(string lead, ImmutableArray<Region> regions, StringBuilder text)
    {
        if (regions.IsEmpty)
        {
            return;
        }

        text.Append("    ").Append(lead).Append('\n');
        foreach (var (i, region) in regions.Take(MaxRegions).Index())
        {
            text.Append(i == 0 ? "" : "      or\n");
            WriteConditions(region, "        ", text);
            foreach (var exception in region.Exceptions)
            {
                text.Append("      but not where\n");
                WriteConditions(exception, "        ", text);
            }
        }

        if (regions.Length > MaxRegions)
        {
            text.Append(CultureInfo.InvariantCulture, $"      or in {regions.Length - MaxRegions} more cases; --json lists them\n");
        }
    }

    private static void WriteConditions(Region region, string indent, StringBuilder text)
    {
        foreach (var condition in region.Conditions.DefaultIfEmpty("anything"))
        {
            text.Append(indent).Append(condition).Append('\n');
        }
    }

    private static string Kind(ClauseChange change)
    {
        var clause = change.After ?? change.Before!;
        var does = clause.Effect == Effect.Permit ? "permits" : clause.Remedy switch
        {
            Remedy.Authorize => "holds for an authorization",
            Remedy.Ruling => "holds for a ruling",
            Remedy.Mask => "holds until masked",
            _ => "refuses",
        };
        return $"{KindWords(change.Kind)}; {does}{(clause.RedLine ? ", red line" : "")}";
    }

    private static void WriteChange(TextChange change, StringBuilder text)
    {
        if (change is { Kind: ChangeKind.Changed, Details: [var only] } && !only.Contains(": ", StringComparison.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {change.Name}: {only}\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"  {change.Name} ({KindWords(change.Kind)})\n");
        foreach (var detail in change.Details)
        {
            text.Append("    ").Append(detail).Append('\n');
        }
    }

    private static void Write<T>(string heading, ImmutableArray<T> changes, Action<T, StringBuilder> write, StringBuilder text)
    {
        if (changes.IsEmpty)
        {
            return;
        }

        text.Append('\n').Append(heading).Append('\n');
        foreach (var change in changes)
        {
            write(change, text);
        }
    }

    private static string KindWords(ChangeKind kind) => kind switch
    {
        ChangeKind.Added => "new",
        ChangeKind.Removed => "struck",
        _ => "changed",
    };

    private static string Moments(IEnumerable<EntityUid> actions) => RegionWords.Join(actions.Distinct().Select(FactWords.Moments), "and");
}
