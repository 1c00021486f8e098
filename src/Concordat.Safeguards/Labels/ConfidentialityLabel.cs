using System.Collections.Frozen;

namespace Concordat.Safeguards.Labels;

/// <summary>
/// A confidentiality label as a point of a lattice: a level, what restricts (compartments, all needed), and whom it may be released to.
/// </summary>
/// <param name="Policy">Whose rules the level is of: <c>USA</c>, <c>NATO</c>. Labels of different policies are never compared.</param>
/// <param name="Rank">0 none, 1 unclassified, 2 CUI, 3 confidential, 4 secret, 5 top secret.</param>
/// <param name="Restrictive">Every one of these must be held: control systems, special access programs, special category designators.</param>
/// <param name="ReleasableTo">Trigraphs of the nations that may read it; null when the label restricts nobody by nation.</param>
/// <remarks>Immutable. Dominance and roll-up as in ADatP-4774 (restrictive: all of, permissive: any of) and DoDM 5200.01 volume 2.</remarks>
public sealed record ConfidentialityLabel(string Policy, int Rank, FrozenSet<string> Restrictive, FrozenSet<string>? ReleasableTo)
{
    /// <summary>Whoever may hold or read this may hold or read the other: level, compartments and nations all allow it.</summary>
    public bool Dominates(ConfidentialityLabel other) =>
        string.Equals(Policy, other.Policy, StringComparison.Ordinal)
        && Rank >= other.Rank
        && other.Restrictive.IsSubsetOf(Restrictive)
        && (other.ReleasableTo is null || (ReleasableTo is not null && ReleasableTo.IsSubsetOf(other.ReleasableTo)));

    /// <summary>The lowest label that dominates both; null when their policies differ.</summary>
    public ConfidentialityLabel? Join(ConfidentialityLabel other) => !string.Equals(Policy, other.Policy, StringComparison.Ordinal)
        ? null
        : new ConfidentialityLabel(
            Policy,
            Math.Max(Rank, other.Rank),
            Restrictive.Union(other.Restrictive, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal),
            ReleasableTo is null ? other.ReleasableTo
            : other.ReleasableTo is null ? ReleasableTo
            : ReleasableTo.Intersect(other.ReleasableTo, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal));

    public bool Equals(ConfidentialityLabel? other) =>
        other is not null && string.Equals(Policy, other.Policy, StringComparison.Ordinal) && Rank == other.Rank && Restrictive.SetEquals(other.Restrictive)
        && (ReleasableTo is null ? other.ReleasableTo is null : other.ReleasableTo is not null && ReleasableTo.SetEquals(other.ReleasableTo));

    public override int GetHashCode() => HashCode.Combine(Policy, Rank, Restrictive.Count, ReleasableTo?.Count ?? -1);
}
