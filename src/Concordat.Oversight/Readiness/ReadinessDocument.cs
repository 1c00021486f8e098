using System.Collections.Immutable;
using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Readiness;

/// <summary>A well-formed decision.</summary>
/// <param name="Hash">SHA-256 of the payload, lower hex.</param>
/// <param name="Signers">The reviewers whose signatures on it are valid; whether they suffice is another question.</param>
public sealed record ReadinessDocument(ReadinessStep Step, string Hash, ImmutableArray<Approver> Signers);
