using System.Collections.Immutable;

namespace Concordat.Safeguards.Masking;

/// <summary>An answer with placeholders where identifiers stood. Whoever lets it out inspects it again: this is a proposal, not a proof.</summary>
/// <param name="Payloads">The payloads, in the order given; those without an identifier are the same bytes.</param>
/// <param name="Persons">What stood where the placeholders stand, in the order of their numbers.</param>
public sealed record MaskedAnswer(IReadOnlyList<byte[]> Payloads, ImmutableArray<MaskedPerson> Persons);
