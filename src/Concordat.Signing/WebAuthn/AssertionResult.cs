namespace Concordat.Signing.WebAuthn;

/// <summary>Whether an assertion is a credential's signature over a challenge.</summary>
/// <param name="Fault">Why not; null when it is.</param>
/// <param name="Flags">What the authenticator said.</param>
/// <param name="SignCount">How often the authenticator has signed; 0 where it does not count.</param>
public sealed record AssertionResult(WebAuthnFault? Fault, AuthenticatorTraits Flags = AuthenticatorTraits.None, uint SignCount = 0)
{
    public bool IsValid => Fault is null;
}
