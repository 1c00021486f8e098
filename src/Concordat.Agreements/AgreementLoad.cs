using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Concordat.Agreements.Diagnostics;

namespace Concordat.Agreements;

/// <summary>The outcome of loading a signed agreement: the agreement, or every reason why it is not one.</summary>
public sealed record AgreementLoad
{
    private AgreementLoad(Agreement? agreement, ImmutableArray<AgreementDiagnostic> diagnostics)
    {
        Agreement = agreement;
        Diagnostics = diagnostics;
    }

    /// <summary>The agreement, when every check passed.</summary>
    public Agreement? Agreement { get; }

    /// <summary>What was found; warnings only when there is an agreement.</summary>
    public ImmutableArray<AgreementDiagnostic> Diagnostics { get; }

    /// <summary>Whether there is an agreement.</summary>
    [MemberNotNullWhen(true, nameof(Agreement))]
    public bool IsLoaded => Agreement is not null;

    internal static AgreementLoad Of(Agreement agreement, DiagnosticList found) => new(agreement, found.ToImmutable());

    internal static AgreementLoad Failed(DiagnosticList found) => new(null, found.ToImmutable());
}
