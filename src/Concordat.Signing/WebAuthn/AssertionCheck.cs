using System.Security.Cryptography;

namespace Concordat.Signing.WebAuthn;

/// <summary>Verifies assertions (WebAuthn Level 3, section 7.2), always with the person verified.</summary>
public static class AssertionCheck
{
    /// <summary>Says whether the assertion is this key's signature over the challenge, made here by a person who was verified.</summary>
    /// <remarks>
    /// What a store must know is left to the caller: whose credential it is, whether it is retired, whether the sign counter went forward.
    /// </remarks>
    /// <param name="challenge">What must have been signed; for a decision the SHA-256 of the statement.</param>
    public static AssertionResult Verify(WebAuthnAssertion assertion, CredentialKey key, ReadOnlySpan<byte> challenge, RelyingParty party)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(party);
        if (ClientData.Check(assertion.ClientDataJson, ClientData.Get, challenge, party) is { } fault)
        {
            return new AssertionResult(fault);
        }

        AuthenticatorData data;
        try
        {
            data = WebAuthn.AuthenticatorData.Parse(assertion.AuthenticatorData, registration: false);
        }
        catch (SigningFormatException malformed)
        {
            return new AssertionResult(BrowserJson.FaultOf(malformed));
        }

        if (FaultOf(data, party) is { } found)
        {
            return new AssertionResult(found);
        }

        byte[] signed = [.. assertion.AuthenticatorData, .. SHA256.HashData(assertion.ClientDataJson)];
        return key.Verify(signed, assertion.Signature)
            ? new AssertionResult(null, data.Flags, data.SignCount)
            : new AssertionResult(WebAuthnFaults.BadSignature);
    }

    /// <summary>What registrations and assertions have in common.</summary>
    internal static WebAuthnFault? FaultOf(AuthenticatorData data, RelyingParty party) =>
        !CryptographicOperations.FixedTimeEquals(data.RelyingPartyHash, party.IdHash) ? WebAuthnFaults.WrongRelyingParty
        : !data.Has(AuthenticatorTraits.UserPresent) ? WebAuthnFaults.NotPresent
        : !data.Has(AuthenticatorTraits.UserVerified) ? WebAuthnFaults.NotVerified
        : data.Has(AuthenticatorTraits.BackedUp) && !data.Has(AuthenticatorTraits.BackupEligible) ? WebAuthnFaults.BadFlags
        : party.DeviceBound && data.Has(AuthenticatorTraits.BackupEligible) ? WebAuthnFaults.NotDeviceBound
        : null;
}
