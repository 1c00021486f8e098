using System.Globalization;
using System.Text;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Documents;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Proving;

namespace Concordat.Agreements.Showing;

/// <summary>Renders a proof for people: red line by red line whether it holds, what opens it, and an example where it does not.</summary>
public static class ProofText
{
    /// <summary>The whole report.</summary>
    public static string Render(ProofReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        var metadata = report.Source.Metadata;
        text.Append(CultureInfo.InvariantCulture, $"agreement: {metadata.Id} {metadata.Version}, {metadata.Title}\n");
        text.Append(CultureInfo.InvariantCulture, $"hash: {report.Hash}\n\n");
        var width = report.RedLines.Select(line => line.Clause.Title.Length).DefaultIfEmpty(0).Max();
        foreach (var line in report.RedLines)
        {
            WriteLine(report.Source, line, width, text);
        }

        text.Append(report.RedLines.IsEmpty ? "" : "\n").Append(Summary(report)).Append('\n');
        return text.ToString();
    }

    /// <summary>The outcome in one sentence.</summary>
    public static string Summary(ProofReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var open = report.Open.Count();
        return report.IsProven && report.RedLines.IsEmpty ? "proven: the agreement has no red lines"
            : report.IsProven ? $"proven: {Count(report.RedLines.Length, "red line holds", "red lines hold")} for all facts"
            : open == 0 ? "not proven: the findings stand in the way"
            : string.Create(CultureInfo.InvariantCulture, $"not proven: {open} of {Count(report.RedLines.Length, "red line", "red lines")} {(open == 1 ? "does" : "do")} not hold");
    }

    private static void WriteLine(AgreementSource source, RedLineProof line, int width, StringBuilder text)
    {
        var clause = line.Clause;
        text.Append(CultureInfo.InvariantCulture, $"  {clause.Id,-5} {clause.Title.PadRight(width)}  {(line.Holds ? "holds" : line.Opening is null ? "not proven" : "DOES NOT HOLD")}\n");
        if (!clause.Opens.IsEmpty)
        {
            text.Append(CultureInfo.InvariantCulture, $"        opens only if {Acts(clause)}\n");
        }

        if (line.Opening is not { } opening)
        {
            return;
        }

        var place = source.Place(AgreementSource.ClausesFile);
        text.Append("        ").Append(opening.ExceptionLine > 0
            ? string.Create(CultureInfo.InvariantCulture, $"but its exception in {place}:{opening.ExceptionLine} opens it")
            : "but it opens");
        text.Append(clause.Opens.IsEmpty ? ", and it names no act that may\n" : " though none of this was done\n");
        text.Append(CultureInfo.InvariantCulture, $"        example: {opening.Example.Moment}, {Outcomes.Words(opening.Outcome)}, with\n");
        WriteFacts(opening.Example, "          ", text);
    }

    /// <summary>What is not ordinary about an example, a line each.</summary>
    internal static void WriteFacts(Example example, string indent, StringBuilder text)
    {
        foreach (var fact in example.Facts)
        {
            text.Append(indent).Append(fact.Words).Append('\n');
        }

        if (example.Facts.IsEmpty)
        {
            text.Append(indent).Append("nothing out of the ordinary\n");
        }
    }

    private static string Acts(Clause clause) => RegionWords.Join(clause.Opens.Select(act => act.Words), "or");

    private static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
