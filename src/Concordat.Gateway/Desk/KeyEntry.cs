using Concordat.Gateway.Recording;
using Concordat.Oversight.Keys;

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
        ProofMembers.Authenticator(json, proof);
        json.Member("by"u8, signed.Statement.Person);
        ProofMembers.Client(json, proof);
        json.Member("key"u8, key);
        ProofMembers.Signature(json, proof);
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
