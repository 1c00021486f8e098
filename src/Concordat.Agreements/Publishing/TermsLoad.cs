using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Concordat.Agreements.Diagnostics;

namespace Concordat.Agreements.Publishing;

/// <summary>The outcome of reading a signed statement of terms.</summary>
/// <param name="Statement">The statement, when every role has signed it.</param>
/// <param name="Signers">Who has signed it.</param>
/// <param name="Diagnostics">What was found.</param>
public sealed record TermsLoad(TermsStatement? Statement, ImmutableArray<TrustedParty> Signers, ImmutableArray<AgreementDiagnostic> Diagnostics)
{
    /// <summary>Whether there is a statement.</summary>
    [MemberNotNullWhen(true, nameof(Statement))]
    public bool IsLoaded => Statement is not null;
}
