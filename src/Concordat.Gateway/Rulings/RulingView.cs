using Concordat.Agreements.Rulings;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Rulings;

/// <summary>One ruling with what was proved about it and the earlier cases most like the one that it was proposed on.</summary>
/// <param name="Proof">About this ruling beside the others that stand; null while another proof is under way.</param>
public sealed record RulingView(RulingReport Report, RulingDocument Document, RulingProof? Proof, IReadOnlyList<(Precedent Precedent, IReadOnlyList<string> Rulings)> Precedents)
{
    /// <summary>The certified verdicts that it turned, when it was taken and when it was revoked; the newest.</summary>
    public IReadOnlyList<SuiteFlip> Turned { get; init; } = [];
}
