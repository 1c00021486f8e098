using System.Security.Cryptography;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Keys;
using Concordat.Signing;

namespace Concordat.Gateway.Desk;

/// <summary>The entry that proves who signed that an API key is made or revoked, before it is: never the secret, nor its hash.</summary>
internal static class KeyEntry
{
    /// <param name="key">Id of the API key.</param>
    public static byte[] Write(SignedKeyStatement signed, string key, string useCase, DateTimeOffset now)
    {
        var (json, proof) = (new CanonicalWriter(), signed.Proof);
        json.BeginObject();
        json.Member("act"u8, signed.Statement.Act == ApiKeyAct.Make ? "asked" : "revoke");
        json.Member("approver_key"u8, signed.KeyId);
        if (proof.Assertion is { } said)
        {
            json.Member("authenticator_data"u8, Convert.ToBase64String(said.AuthenticatorData));
        }

        json.Member("by"u8, signed.Statement.Person);
        if (proof.Assertion is { } assertion)
        {
            json.Member("client_data"u8, Convert.ToBase64String(assertion.ClientDataJson));
            json.Member("credential"u8, assertion.Id);
        }

        json.Member("key"u8, key);
        json.Member("signature"u8, Convert.ToBase64String(proof.Envelope?.Signatures[0].Signature ?? proof.Assertion?.Signature ?? proof.Cms!));
        if (proof.Kind != SignatureKind.Key)
        {
            json.Member("signed_by"u8, proof.Kind == SignatureKind.WebAuthn ? "webauthn" : "cms");
        }

        // The label is free text and stays out; the hash of the signed payload is enough to prove it later.
        json.Name("statement"u8);
        json.Hex(SHA256.HashData(proof.Payload));
        json.Name("time"u8);
        json.Time(now);
        json.Member("type"u8, "api-key");
        json.Member("use_case"u8, useCase);
        json.Name("v"u8);
        json.Long(1);
        json.EndObject();
        return json.Written.ToArray();
    }
}
