using System.Collections.Frozen;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Rulings;
using Concordat.Cedar;

namespace Concordat.Oversight.Rulings;

/// <summary>Makes the bounds of a ruling from the canonical action of a case: no wider than what was found, unless its author says so.</summary>
public sealed class RulingDraft(Agreement agreement, byte[] document)
{
    /// <summary>The largest values of numbers, instead of what the case has.</summary>
    public IReadOnlyDictionary<string, long> AtMost { get; init; } = FrozenDictionary<string, long>.Empty;

    /// <summary>The values that sets may hold, instead of what the case has.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Only { get; init; } = FrozenDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>The kinds of data source, instead of what the case has.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The ruling as its author would have it.</summary>
    /// <exception cref="RulingException">The case waits for no ruling.</exception>
    public Ruling Ruling(string id, string title, string reason, string @case, DateTimeOffset issued, DateTimeOffset expires, IReadOnlyList<string> opens)
    {
        ArgumentNullException.ThrowIfNull(opens);
        using var parsed = JsonDocument.Parse(document);
        var action = parsed.RootElement;
        if (action.GetProperty("type").GetString() is not "ruling")
        {
            throw new RulingException("this case waits for an authorization, and no ruling takes its place: force and high stakes are authorized one by one");
        }

        // Clauses of the case on which nobody can rule are left out: they hold as before.
        var clauses = action.GetProperty("clauses").EnumerateArray().Select(clause => clause.GetString()!)
            .Where(clause => agreement.Find(ClauseId.Parse(clause)) is { } found && RulingSet.IsRulable(found)).ToList();
        var facts = clauses.SelectMany(clause => agreement.Find(ClauseId.Parse(clause))!.Facts).Distinct(StringComparer.Ordinal).ToList();
        var seen = action.GetProperty("seen");
        return new Ruling(
            Rulings.Ruling.DocumentFormat, id, title, reason, @case, action.GetProperty("agreement").GetString()!, clauses,
            new RulingBounds(
                action.GetProperty("requester").GetProperty("useCase").GetString()!,
                [action.GetProperty("operation").GetString()!],
                Sources.Count > 0 ? Sources : SourcesOf(seen),
                facts.Where(fact => KnownFacts.Find(fact)?.Ordinary.Kind == CedarValueKind.Long).Union(AtMost.Keys, StringComparer.Ordinal)
                    .ToDictionary(fact => fact, fact => AtMost.TryGetValue(fact, out var most) ? most : Value(seen, fact)?.GetInt64() ?? 0, StringComparer.Ordinal),
                SetsOf(seen, facts),
                action.TryGetProperty("tool", out var tool) ? [tool.GetProperty("name").GetString()!] : null),
            issued, expires, opens.Count > 0 ? opens : null);
    }

    private Dictionary<string, IReadOnlyList<string>>? SetsOf(JsonElement seen, IEnumerable<string> facts)
    {
        var sets = facts.Where(fact => KnownFacts.Find(fact) is { Ordinary.Kind: CedarValueKind.Set, Values.Length: > 0 } && !fact.StartsWith("useCase.", StringComparison.Ordinal) && fact is not ("sources.kinds" or "tool.offered"))
            .Union(Only.Keys, StringComparer.Ordinal)
            .Select(fact => (fact, Values: Only.TryGetValue(fact, out var values) ? values : Words(Value(seen, fact))))
            .Where(set => set.Values.Count > 0).ToDictionary(set => set.fact, set => set.Values, StringComparer.Ordinal);
        return sets.Count == 0 ? null : sets;
    }

    private static IReadOnlyList<string> SourcesOf(JsonElement seen)
    {
        var kinds = Words(Value(seen, "sources.kinds"));
        return kinds.Count == 0 || Value(seen, "sources.declared") is not { ValueKind: JsonValueKind.True } ? [.. kinds.Append("unknown").Distinct(StringComparer.Ordinal)] : kinds;
    }

    private static IReadOnlyList<string> Words(JsonElement? set) => set is { ValueKind: JsonValueKind.Array } values ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];

    private static JsonElement? Value(JsonElement seen, string fact)
    {
        foreach (var part in fact.Split('.'))
        {
            if (seen.ValueKind != JsonValueKind.Object || !seen.TryGetProperty(part, out seen))
            {
                return null;
            }
        }

        return seen;
    }
}
