using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Concordat.Signing.WebAuthn;

/// <summary>Verifies registrations (WebAuthn Level 3, section 7.1), always with the person verified.</summary>
public static class RegistrationCheck
{
    /// <summary>Says whether an authenticator that is taken here made this credential for this challenge, for a person who was verified.</summary>
    /// <param name="challenge">What the browser was given.</param>
    /// <param name="models">The models that are taken; empty for any, whose make is then not proven.</param>
    /// <param name="now">For the validity of attestation certificates.</param>
    public static RegistrationResult Verify(
        WebAuthnRegistration registration, ReadOnlySpan<byte> challenge, RelyingParty party, ImmutableArray<AuthenticatorModel> models, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(registration);
        ArgumentNullException.ThrowIfNull(party);
        if (ClientData.Check(registration.ClientDataJson, ClientData.Create, challenge, party) is { } fault)
        {
            return new RegistrationResult(fault, null);
        }

        try
        {
            var attestation = AttestationObject.Parse(registration.AttestationObject);
            var data = AuthenticatorData.Parse(attestation.AuthenticatorData, registration: true);
            var found = AssertionCheck.FaultOf(data, party)
                ?? (!data.CredentialId.AsSpan().SequenceEqual(registration.CredentialId) ? WebAuthnFaults.Malformed("the browser and the authenticator name two credentials") : null)
                ?? (data.Key is null ? WebAuthnFaults.WrongAlgorithm : null)
                ?? AttestationCheck.FaultOf(attestation, data, SHA256.HashData(registration.ClientDataJson), models, now);
            return found is not null
                ? new RegistrationResult(found, null)
                : new RegistrationResult(null, new NewCredential(
                    data.CredentialId, data.Key!, data.Model, data.SignCount, data.Flags, !models.IsDefaultOrEmpty, registration.Transports));
        }
        catch (SigningFormatException malformed)
        {
            return new RegistrationResult(BrowserJson.FaultOf(malformed), null);
        }
    }
}
