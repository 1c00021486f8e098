using Concordat.Agreements.Diagnostics;

namespace Concordat.Agreements.Proving;

/// <summary>What was found about one red line: that it holds for all facts, or how it opens.</summary>
/// <param name="Clause">The red line.</param>
/// <param name="Opening">How it opens; none when it holds.</param>
/// <param name="Problem">Why nothing could be proved about it; none when something was.</param>
public sealed record RedLineProof(Clause Clause, RedLineOpening? Opening, AgreementDiagnostic? Problem)
{
    /// <summary>Whether it holds for all facts.</summary>
    public bool Holds => Opening is null && Problem is null;
}
