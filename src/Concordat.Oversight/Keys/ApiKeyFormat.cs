using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Oversight.Keys;

/// <summary>The shape of a key: <c>ck_</c>, eight characters of public id, <c>_</c>, 43 characters of secret.</summary>
/// <remarks>
/// A fixed prefix and length let secret scanners find leaked keys. The hash covers the secret's characters as written, so that
/// one secret has one spelling; 256 random bits need no slow hash.
/// </remarks>
internal static class ApiKeyFormat
{
    public const string Prefix = "ck_";
    public const int IdLength = 8;
    public const int SecretLength = 43;
    public const int Length = 3 + IdLength + 1 + SecretLength;

    // Crockford's alphabet: no letter that is mistaken for another
    private const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string NewId() => RandomNumberGenerator.GetString(IdAlphabet, IdLength);

    /// <summary>The id that follows from a signed payload: 40 bits of its SHA-256.</summary>
    public static string IdOf(ReadOnlySpan<byte> payload)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(payload, hash);
        var bits = BinaryPrimitives.ReadUInt64BigEndian(hash);
        return string.Create(IdLength, bits, static (id, rest) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = IdAlphabet[(int)((rest >> (64 - (5 * (i + 1)))) & 31)];
            }
        });
    }

    public static string NewSecret()
    {
        Span<byte> random = stackalloc byte[32];
        RandomNumberGenerator.Fill(random);
        var secret = Base64Url.EncodeToString(random);
        CryptographicOperations.ZeroMemory(random);
        return secret;
    }

    public static string Compose(string id, string secret) => $"{Prefix}{id}_{secret}";

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));

    /// <summary>The id as one number, for lookups that allocate nothing.</summary>
    public static ulong Pack(ReadOnlySpan<byte> id) => BinaryPrimitives.ReadUInt64BigEndian(id);

    public static ulong Pack(string id)
    {
        Span<byte> bytes = stackalloc byte[IdLength];
        return id.Length == IdLength && Encoding.ASCII.GetBytes(id, bytes) == IdLength
            ? Pack(bytes)
            : throw new ArgumentException($"key id `{id}` is not {IdLength} characters long", nameof(id));
    }

    public static bool TrySplit(ReadOnlySpan<byte> presented, out ulong id, out ReadOnlySpan<byte> secret)
    {
        id = 0;
        secret = default;
        if (presented.Length != Length || !presented.StartsWith("ck_"u8) || presented[Prefix.Length + IdLength] != (byte)'_')
        {
            return false;
        }

        id = Pack(presented.Slice(Prefix.Length, IdLength));
        secret = presented[(Prefix.Length + IdLength + 1)..];
        return true;
    }
}
