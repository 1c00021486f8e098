using System.Collections.Frozen;
using System.Globalization;
using Concordat.Agreements;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Rulings;
using Concordat.Cedar;

namespace Concordat.Oversight.Rulings;

/// <summary>Writes the bounds of a ruling as Cedar, and says what they leave open. Pure.</summary>
public static class RulingCondition
{
    // What a clause may read that is no finding: it is bound by the use case, by `sources`, or says nothing of the text.
    private static readonly string[] NoFindings = ["sources.kinds", "tool.offered", "useCase.authorities", "useCase.functions"];

    /// <summary>The ruling as clauses see it.</summary>
    public static StandingRuling Of(Ruling ruling)
    {
        ArgumentNullException.ThrowIfNull(ruling);
        return new StandingRuling(
            ruling.Id, [.. ruling.Clauses.Select(ClauseId.Parse)], [.. (ruling.Opens ?? []).Select(ClauseId.Parse)], string.Join(" && ", Terms(ruling.Bounds)));
    }

    /// <summary>The findings that a clause reads and the bounds do not limit; empty where all are.</summary>
    public static IReadOnlyList<string> Unbounded(Clause clause, RulingBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(clause);
        ArgumentNullException.ThrowIfNull(bounds);
        return [.. clause.Facts.Where(path => KnownFacts.Find(path)?.Ordinary.Kind switch
        {
            CedarValueKind.Long => bounds.AtMost?.ContainsKey(path) != true,
            CedarValueKind.Set => !NoFindings.Contains(path, StringComparer.Ordinal) && bounds.Only?.ContainsKey(path) != true,
            _ => false,
        })];
    }

    private static IEnumerable<string> Terms(RulingBounds bounds)
    {
        yield return $"context.useCase.id == \"{bounds.UseCase}\"";
        yield return $"{Words(bounds.Operations)}.contains(context.operation)";
        yield return "[\"none\", \"reversible\"].contains(context.tool.effect)";
        yield return bounds.Tools is { Count: > 0 } tools ? $"{Words(tools.Prepend(""))}.contains(context.tool.name)" : "context.tool.name == \"\"";
        if (!bounds.Sources.Contains("unknown", StringComparer.Ordinal))
        {
            yield return "context.sources.declared";
        }

        yield return $"{Words(bounds.Sources)}.containsAll(context.sources.kinds)";
        foreach (var (fact, most) in (bounds.AtMost ?? FrozenDictionary<string, long>.Empty).OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"context.{fact} <= {most}");
        }

        foreach (var (fact, values) in (bounds.Only ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty).OrderBy(each => each.Key, StringComparer.Ordinal))
        {
            yield return $"{Words(values)}.containsAll(context.{fact})";
        }
    }

    // The checks let nothing in that could end a string literal.
    private static string Words(IEnumerable<string> words) => $"[{string.Join(", ", words.Order(StringComparer.Ordinal).Select(word => $"\"{word}\""))}]";
}
