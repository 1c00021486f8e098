using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Safeguards.Masking;

namespace Concordat.Gateway.Recording;

/// <summary>What was masked in an answer.</summary>
/// <param name="Verdict">The hold that asked for it.</param>
/// <param name="Persons">What stood where the placeholders stand; kept encrypted where bodies are kept, and nowhere else.</param>
internal sealed record MaskNote(Verdict Verdict, ImmutableArray<MaskedPerson> Persons);
