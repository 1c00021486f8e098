using System.Diagnostics.CodeAnalysis;

namespace Concordat.Oversight.Grants;

/// <summary>Whose signature it is, or why it is nobody's.</summary>
public sealed record SignerResult(Signer? Signer, OversightError? Error)
{
    [MemberNotNullWhen(true, nameof(Signer))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsKnown => Signer is not null;
}
