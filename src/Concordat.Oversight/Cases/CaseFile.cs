using System.Collections.Immutable;

namespace Concordat.Oversight.Cases;

/// <summary>A case with all that the store keeps of it.</summary>
/// <param name="Sealed">The canonical action, encrypted; null where the case has none and can therefore not be granted.</param>
/// <param name="Signatures">The decisions that counted, oldest first.</param>
public sealed record CaseFile(Case Case, byte[]? Sealed, ImmutableArray<CaseSignature> Signatures);
