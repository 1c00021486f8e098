using System.Diagnostics.CodeAnalysis;

namespace Concordat.Signing.WebAuthn;

/// <summary>A verified new credential, or why there is none.</summary>
public sealed record RegistrationResult(WebAuthnFault? Fault, NewCredential? Credential)
{
    [MemberNotNullWhen(true, nameof(Credential))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsValid => Credential is not null;
}
