using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>The part of a condition that asks a set for one of some elements, apart from what else it says, so that such conditions can be joined.</summary>
/// <param name="Fact">The set in words.</param>
/// <param name="Path">The set in Cedar.</param>
/// <param name="BeforeText">What else the condition says, in words.</param>
/// <param name="BeforeCedar">What else the condition says, in Cedar.</param>
/// <param name="Elements">The elements.</param>
internal sealed record ElementChoice(string Fact, string Path, string BeforeText, string BeforeCedar, ImmutableArray<CedarValue> Elements)
{
    /// <summary>Where two choices can differ and still be joined, they have the same key.</summary>
    public string Key => $"{Path}\n{BeforeText}\n{BeforeCedar}";

    public RegionCondition ToCondition() => new(
        Path,
        Elements is [var one] ? $"{BeforeText}{Fact} with {one}" : $"{BeforeText}{Fact} with any of {Listed}",
        Elements is [var only] ? $"{BeforeCedar}{Path}.contains({only})" : $"{BeforeCedar}{Path}.containsAny({Listed})")
    { Choice = this };

    public ElementChoice Join(ElementChoice other) => this with { Elements = [.. Elements.Union(other.Elements).OrderBy(value => value.ToString(), StringComparer.Ordinal)] };

    private string Listed => "[" + string.Join(", ", Elements) + "]";
}
