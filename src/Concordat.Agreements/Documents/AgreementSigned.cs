using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Concordat.Agreements.Diagnostics;

namespace Concordat.Agreements.Documents;

/// <summary>The outcome of signing: the envelope with the signature added, or every reason why not.</summary>
/// <param name="Envelope">The envelope as JSON, when there is no error.</param>
/// <param name="Hash">Hash of the text, when it could be built.</param>
/// <param name="Diagnostics">What was found.</param>
public sealed record AgreementSigned(byte[]? Envelope, string? Hash, ImmutableArray<AgreementDiagnostic> Diagnostics)
{
    /// <summary>Whether the signature was added.</summary>
    [MemberNotNullWhen(true, nameof(Envelope), nameof(Hash))]
    public bool IsSigned => Envelope is not null && Hash is not null;
}
