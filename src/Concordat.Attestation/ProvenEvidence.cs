using System.Collections.Immutable;

namespace Concordat.Attestation;

/// <summary>What a document shows that was found good. Immutable.</summary>
/// <param name="Kind">Its form.</param>
/// <param name="Level">What it proves at most.</param>
/// <param name="Hash">SHA-256 of the document, lower hex.</param>
/// <param name="Expires">When it stops counting.</param>
/// <param name="Measurements">What runs, lower hex by name.</param>
/// <param name="Details">What else it says, for people.</param>
/// <param name="TlsKeys">SHA-256 of the SPKI of the TLS keys that it names, lower hex; none below A3.</param>
public sealed record ProvenEvidence(
    EvidenceKind Kind,
    AssuranceLevel Level,
    string Hash,
    DateTimeOffset Expires,
    ImmutableSortedDictionary<string, string> Measurements,
    ImmutableSortedDictionary<string, string> Details,
    ImmutableArray<string> TlsKeys);
