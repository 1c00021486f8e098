using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Concordat.Agreements.Diagnostics;

namespace Concordat.Agreements.Documents;

/// <summary>The outcome of reading an agreement's folder: its texts, or every reason why it cannot be read.</summary>
/// <param name="Source">The texts, when there is no error.</param>
/// <param name="Diagnostics">What was found.</param>
public sealed record AgreementRead(AgreementSource? Source, ImmutableArray<AgreementDiagnostic> Diagnostics)
{
    /// <summary>Whether there is a source.</summary>
    [MemberNotNullWhen(true, nameof(Source))]
    public bool IsRead => Source is not null;
}
