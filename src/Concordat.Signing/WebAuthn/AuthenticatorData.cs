using System.Buffers.Binary;

namespace Concordat.Signing.WebAuthn;

/// <summary>What the authenticator signs beside the client data (WebAuthn Level 3, section 6.1).</summary>
internal sealed record AuthenticatorData(byte[] RelyingPartyHash, AuthenticatorTraits Flags, uint SignCount)
{
    /// <summary>Largest that is read, in bytes: an RSA key and extensions fit.</summary>
    public const int MaxBytes = 4096;

    private const int Fixed = 37;

    /// <summary>Longest id of a credential, in bytes.</summary>
    private const int LongestId = 1023;

    /// <summary>Model of the authenticator; only in a registration.</summary>
    public Guid Model { get; private init; }

    /// <summary>Id of the new credential; empty in an assertion.</summary>
    public byte[] CredentialId { get; private init; } = [];

    /// <summary>The new credential's key; null in an assertion, and where its algorithm is none of ours.</summary>
    public CredentialKey? Key { get; private init; }

    public bool Has(AuthenticatorTraits flag) => (Flags & flag) == flag;

    /// <param name="data">37 bytes, then a new credential where <paramref name="registration"/>, then extensions where flagged; nothing after.</param>
    /// <exception cref="SigningFormatException">It is malformed.</exception>
    public static AuthenticatorData Parse(ReadOnlySpan<byte> data, bool registration)
    {
        if (data.Length < Fixed)
        {
            throw Malformed($"the authenticator data has {data.Length} bytes, fewer than {Fixed}");
        }

        var parsed = new AuthenticatorData(data[..32].ToArray(), (AuthenticatorTraits)data[32], BinaryPrimitives.ReadUInt32BigEndian(data[33..]));
        if (parsed.Has(AuthenticatorTraits.AttestedCredential) != registration)
        {
            throw Malformed(registration ? "there is no credential in the registration" : "there is a credential in the assertion");
        }

        var rest = data[Fixed..];
        if (registration)
        {
            (parsed, var length) = ReadCredential(parsed, rest);
            rest = rest[length..];
        }

        if (parsed.Has(AuthenticatorTraits.Extensions))
        {
            var cbor = new CborReader(rest);
            if (rest.IsEmpty || rest[0] >> 5 != 5)
            {
                throw Malformed("the extensions are no map");
            }

            cbor.SkipValue();
            rest = rest[cbor.Position..];
        }

        return rest.IsEmpty ? parsed : throw Malformed("there is data after the authenticator data");
    }

    private static (AuthenticatorData With, int Length) ReadCredential(AuthenticatorData data, ReadOnlySpan<byte> rest)
    {
        if (rest.Length < 18)
        {
            throw Malformed("the credential ends too early");
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[16..]);
        if (length is 0 or > LongestId || rest.Length < 18 + length)
        {
            throw Malformed("the credential's id is empty, too long, or ends too early");
        }

        var whole = new CborReader(rest[(18 + length)..]);
        whole.SkipValue();
        var cbor = new CborReader(rest.Slice(18 + length, whole.Position));
        var key = CoseKey.Read(ref cbor);
        return (data with { Model = new Guid(rest[..16], bigEndian: true), CredentialId = rest.Slice(18, length).ToArray(), Key = key }, 18 + length + whole.Position);
    }

    private static SigningFormatException Malformed(string why) => new("authenticator_data", why);
}
