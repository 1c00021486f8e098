using System.Collections.Immutable;

namespace Concordat.Safeguards.Labels;

/// <summary>One banner line or portion mark.</summary>
/// <param name="Rank">0 none, 1 unclassified, 2 CUI, 3 confidential, 4 secret, 5 top secret.</param>
/// <param name="Controls">Control names in their banner form, such as <c>NOFORN</c>.</param>
/// <param name="ReleasableTo">Trigraphs of the REL TO (or NATO, JOINT) list with tetragraphs written out; default when there is none.</param>
/// <param name="Compartments">What needs an accreditation of its own: control systems, special access programs, atomic energy data.</param>
/// <param name="IsPortion">Marks a paragraph, and not a page or document.</param>
/// <param name="Malformed">The mark breaks a rule of DoDM 5200.01 volume 2.</param>
internal sealed record ClassificationMark(
    int Rank,
    ImmutableArray<string> Controls,
    ImmutableArray<string> ReleasableTo,
    ImmutableArray<string> Compartments,
    bool IsPortion,
    bool Malformed)
{
    /// <summary>A U.S. level and nothing else.</summary>
    public static ClassificationMark Bare(int rank) => new(rank, [], default, [], IsPortion: false, Malformed: false);

    /// <summary>The level is NATO's, and not a U.S. one.</summary>
    public bool IsNato => Controls.Contains(MarkLexicon.Nato, StringComparer.Ordinal);
}
