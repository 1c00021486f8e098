using System.Security.Cryptography;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Stores;
using Concordat.Signing;

namespace Concordat.Oversight.Credentials;

/// <summary>Seals credentials for the store: what was not enrolled through the gateway does not count. Thread-safe.</summary>
/// <remarks>HMAC-SHA-256 over the canonical JSON of what never changes. A retirement is not under it: who can write into the database can undo one, and the ledger shows it.</remarks>
public sealed class CredentialSeal
{
    /// <summary>Length of the key, in bytes.</summary>
    public const int KeySize = 32;

    private readonly byte[] _key;

    public CredentialSeal(ReadOnlySpan<byte> key) => _key = key.Length == KeySize
        ? key.ToArray()
        : throw new ArgumentException($"the key must be {KeySize} bytes long, but is {key.Length}", nameof(key));

    /// <summary>The credential with its seal.</summary>
    public Credential Seal(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return credential with { Seal = Mac(credential) };
    }

    /// <summary>Whether the seal is ours, and the key under it the credential's.</summary>
    public bool Holds(Credential credential)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return CryptographicOperations.FixedTimeEquals(credential.Seal.Span, Mac(credential))
            && Convert.ToHexStringLower(SHA256.HashData(credential.PublicKey.Span)).Equals(credential.KeyId, StringComparison.Ordinal);
    }

    private byte[] Mac(Credential credential) => HMACSHA256.HashData(_key, CanonicalJson.Canonicalize(JsonBytes.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", credential.Id);
        json.WriteString("approver", credential.Approver);
        json.WriteString("role", credential.Role);
        json.WriteString("party", credential.Party);
        json.WriteString("key", credential.KeyId);
        json.WriteString("model", credential.Model);
        json.WriteBoolean("attested", credential.IsAttested);
        json.WriteBoolean("backupEligible", credential.BackupEligible);
        json.WriteString("invitation", credential.Invitation);
        json.WriteString("invitedBy", credential.InvitedBy);
        json.WriteNumber("entry", credential.Entry);
        json.WriteNumber("added", credential.Added.ToMicroseconds());
        json.WriteEndObject();
    })));
}
