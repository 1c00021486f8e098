using System.Collections.Immutable;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Facts;

/// <summary>A region of facts: conditions that must all hold, each in words, as <c>presumed U.S. persons in the text: 26 to 49</c>.</summary>
/// <param name="Conditions">The conditions; none means all facts.</param>
/// <param name="Exceptions">What is not meant: whatever fits all conditions of one of these.</param>
public sealed record Region(ImmutableArray<string> Conditions, ImmutableArray<Region> Exceptions)
{
    private const string WrittenAs = "written as ";

    /// <summary>Regions of an analysis in words; those that differ in one fact only become one.</summary>
    internal static ImmutableArray<Region> Of<TOutcome>(IEnumerable<DiffRegion<TOutcome>> regions)
        where TOutcome : notnull
    {
        var all = regions.ToList();
        return
        [
            .. Merge(all.Where(region => region.Exceptions.IsEmpty).Select(region => region.Conditions)),
            .. all.Where(region => !region.Exceptions.IsEmpty).Select(region => new Region(
                [.. region.Conditions.Select(condition => $"{FactWords.Name(RegionWords.PathOf(condition))}: {RegionWords.Of(condition)}")],
                Merge(region.Exceptions))),
        ];
    }

    private static ImmutableArray<Region> Merge(IEnumerable<ImmutableArray<RegionCondition>> regions)
    {
        var open = regions.Select(region => region.ToDictionary(RegionWords.PathOf, RegionWords.Of, StringComparer.Ordinal)).ToList();
        for (var i = 0; i < open.Count; i++)
        {
            foreach (var path in open[i].Keys.ToList())
            {
                var first = open[i];
                var alike = open.Skip(i).Where(other => AreAlikeBut(path, first, other)).ToList();
                if (alike.Count > 1)
                {
                    first[path] = Merge([.. alike.Select(other => other[path])]);
                    open.RemoveAll(other => !ReferenceEquals(other, first) && alike.Contains(other));
                }
            }
        }

        return
        [
            .. open.Select(region => new Region([.. region.Select(fact => $"{FactWords.Name(fact.Key)}: {fact.Value}")], []))
                .DistinctBy(region => string.Join('\n', region.Conditions), StringComparer.Ordinal),
        ];
    }

    private static bool AreAlikeBut(string path, Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && right.ContainsKey(path)
        && left.All(fact => fact.Key == path || (right.TryGetValue(fact.Key, out var value) && value == fact.Value));

    // What all begin with is said once: "among them a", "among them b" becomes "among them a or b".
    private static string Merge(string[] values)
    {
        var shared = values[0].Split(' ');
        var length = values.Min(value => value.Split(' ').Zip(shared).TakeWhile(pair => pair.First == pair.Second).Count());
        var start = string.Join(' ', shared[..length]);
        string[] rests = [.. values.Select(value => value[start.Length..].Trim()).Where(rest => rest.Length > 0)];
        if (rests.Any(rest => rest.StartsWith(WrittenAs, StringComparison.Ordinal)))
        {
            var patterns = rests.Where(rest => rest.StartsWith(WrittenAs, StringComparison.Ordinal))
                .Select(rest => rest[WrittenAs.Length..]).Distinct(StringComparer.OrdinalIgnoreCase);
            rests = [.. rests.Where(rest => !rest.StartsWith(WrittenAs, StringComparison.Ordinal)), WrittenAs + RegionWords.Join(patterns, "or")];
            return $"{start} {string.Join(", or ", rests)}".Trim();
        }

        // "only a or b and among them a or b" says no more than that there is one.
        var one = $"{start} {RegionWords.Join(rests.Order(StringComparer.Ordinal), "or")}".Trim();
        return one.Split(" and among them ") is [var only, var among] && only == "only " + among ? only + ", at least one" : one;
    }
}
