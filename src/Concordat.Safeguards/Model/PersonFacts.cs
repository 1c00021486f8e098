using System.Collections.Frozen;

namespace Concordat.Safeguards.Model;

/// <summary>Identifiers of people found in the text; each identifier counts once.</summary>
public sealed record PersonFacts(
    long Distinct,
    long Us,
    long Foreign,
    long Unknown,
    long PresumedUs,
    FrozenSet<string> Kinds,
    bool Located,
    long InWindow);
