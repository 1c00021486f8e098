using System.Diagnostics.CodeAnalysis;

namespace Concordat.Cedar.Analysis;

/// <summary>Whether a claim holds for every request that the schema allows.</summary>
/// <param name="Witness">A request for which it does not hold; null when it holds.</param>
public sealed record AnalysisAnswer(Witness? Witness)
{
    /// <summary>Whether it holds for every request.</summary>
    [MemberNotNullWhen(false, nameof(Witness))]
    public bool Holds => Witness is null;
}
