using System.Collections.Immutable;

namespace Concordat.Agreements.Documents;

/// <summary>The levels that a ceiling can be, of the two systems that are known; each name belongs to one of them.</summary>
/// <remarks>
/// A rank orders the levels of its own system, and is the rank that the safeguards give texts so marked. A rank of one system says nothing about the other: what is equal the
/// parties sign (<see cref="LevelEquivalence"/>).
/// </remarks>
public static class ClassificationLevels
{
    /// <summary>U.S. levels, lowest first.</summary>
    public static readonly ImmutableArray<string> Us = ["UNCLASSIFIED", "CUI", "CONFIDENTIAL", "SECRET", "TOP SECRET"];

    /// <summary>NATO's, lowest first. NATO RESTRICTED has no U.S. equal and is no ceiling.</summary>
    public static readonly ImmutableArray<string> Nato = ["NATO UNCLASSIFIED", "NATO CONFIDENTIAL", "NATO SECRET", "COSMIC TOP SECRET"];

    private static readonly ImmutableArray<int> NatoRanks = [1, 3, 4, 5];

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<string> All = [.. Us, .. Nato];

    /// <summary>The rank of a U.S. level; 0 for what is none.</summary>
    public static int UsRank(string? level) => level is null ? 0 : Us.IndexOf(level, StringComparer.Ordinal) + 1;

    /// <summary>The rank of a NATO level; 0 for what is none.</summary>
    public static int NatoRank(string? level) => level is not null && Nato.IndexOf(level, StringComparer.Ordinal) is >= 0 and var at ? NatoRanks[at] : 0;

    /// <summary>The U.S. level of a rank; none for 0.</summary>
    public static string? UsName(int rank) => rank is > 0 and <= 5 ? Us[rank - 1] : null;

    /// <summary>The highest NATO level that is not above a rank; none for 0.</summary>
    public static string? NatoName(int rank) => NatoRanks.Count(known => known <= rank) is > 0 and var count ? Nato[count - 1] : null;
}
