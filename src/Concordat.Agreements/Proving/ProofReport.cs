using System.Collections.Immutable;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Proving;

/// <summary>What was proved about an agreement, and what was not.</summary>
/// <param name="Source">The agreement.</param>
/// <param name="Hash">Lower-case hex SHA-256 of the payload that the proof is about.</param>
/// <param name="RedLines">Each red line, in the order of the agreement.</param>
/// <param name="Findings">What else was found; errors keep the agreement from being proven.</param>
public sealed record ProofReport(
    AgreementSource Source, string Hash, ImmutableArray<RedLineProof> RedLines, ImmutableArray<AgreementDiagnostic> Findings)
{
    /// <summary>Whether every red line holds for all facts, and nothing stood in the way of proving it.</summary>
    public bool IsProven => RedLines.All(line => line.Holds) && !Findings.Any(finding => finding.IsError);

    /// <summary>The red lines that do not hold.</summary>
    public IEnumerable<RedLineProof> Open => RedLines.Where(line => !line.Holds);
}
