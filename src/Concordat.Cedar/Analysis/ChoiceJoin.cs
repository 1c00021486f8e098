using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>Joins descriptions that differ only in one element that a set must have: <c>with "a"</c> and <c>with "b"</c> become <c>with any of</c>.</summary>
internal static class ChoiceJoin
{
    public static List<ChangeRegion> Join(IEnumerable<ChangeRegion> regions)
    {
        var joined = new List<ChangeRegion>();
        foreach (var region in regions)
        {
            var at = joined.FindIndex(other => TryJoin(other.Conditions, region.Conditions) is not null);
            if (at < 0)
            {
                joined.Add(region);
            }
            else
            {
                joined[at] = joined[at] with { Conditions = TryJoin(joined[at].Conditions, region.Conditions)!.Value };
            }
        }

        return joined;
    }

    public static ImmutableArray<ImmutableArray<RegionCondition>> Join(IEnumerable<ImmutableArray<RegionCondition>> descriptions)
    {
        var joined = new List<ImmutableArray<RegionCondition>>();
        foreach (var description in descriptions)
        {
            var at = joined.FindIndex(other => TryJoin(other, description) is not null);
            if (at < 0)
            {
                joined.Add(description);
            }
            else
            {
                joined[at] = TryJoin(joined[at], description)!.Value;
            }
        }

        return [.. joined];
    }

    private static ImmutableArray<RegionCondition>? TryJoin(ImmutableArray<RegionCondition> a, ImmutableArray<RegionCondition> b)
    {
        var differing = a.Length != b.Length ? [] : Enumerable.Range(0, a.Length).Where(i => !a[i].Equals(b[i])).ToArray();
        return differing is [var at] && a[at].Choice is { } left && b[at].Choice is { } right && left.Key == right.Key
            ? a.SetItem(at, left.Join(right).ToCondition())
            : null;
    }
}
