using System.Security.Cryptography;
using Concordat.Gateway.Recording;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>The members of an entry that prove a person's signature, in the three places where the order of names has them.</summary>
internal static class ProofMembers
{
    /// <summary><c>authenticator_data</c>, of a hardware key.</summary>
    public static void Authenticator(CanonicalWriter json, PersonalStatement proof)
    {
        if (proof.Assertion is { } assertion)
        {
            json.Member("authenticator_data"u8, Convert.ToBase64String(assertion.AuthenticatorData));
        }
    }

    /// <summary><c>client_data</c> and <c>credential</c>, of a hardware key.</summary>
    /// <remarks>The statement's hash is the challenge in the client data, so that the entry and the public key prove the signature.</remarks>
    public static void Client(CanonicalWriter json, PersonalStatement proof)
    {
        if (proof.Assertion is { } assertion)
        {
            json.Member("client_data"u8, Convert.ToBase64String(assertion.ClientDataJson));
            json.Member("credential"u8, assertion.Id);
        }
    }

    /// <summary><c>signature</c>, <c>signed_by</c> and <c>statement</c>.</summary>
    /// <remarks>What a person wrote is free text and stays out; the hash of the signed payload is enough to prove it later.</remarks>
    public static void Signature(CanonicalWriter json, PersonalStatement proof)
    {
        json.Member("signature"u8, Convert.ToBase64String(proof.Envelope?.Signatures[0].Signature ?? proof.Assertion?.Signature ?? proof.Cms!));
        if (proof.Kind != SignatureKind.Key)
        {
            json.Member("signed_by"u8, proof.Kind == SignatureKind.WebAuthn ? "webauthn" : "cms");
        }

        json.Name("statement"u8);
        json.Hex(SHA256.HashData(proof.Payload));
    }
}
