using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Oversight.Sessions;

/// <summary>What a browser holds: 32 random bytes. Stores have only their hash, and forms only values derived from them.</summary>
public sealed class SessionSecret
{
    private const int Size = 32;
    private const int Length = 43;

    private readonly byte[] _bytes;

    private SessionSecret(byte[] bytes) => _bytes = bytes;

    public static SessionSecret New() => new(RandomNumberGenerator.GetBytes(Size));

    /// <summary>Reads a cookie.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out SessionSecret? secret)
    {
        secret = null;
        if (text is not { Length: Length } || !Base64Url.IsValid(text, out var size) || size != Size)
        {
            return false;
        }

        secret = new SessionSecret(Base64Url.DecodeFromChars(text));
        return true;
    }

    /// <summary>The cookie's value.</summary>
    public string ToCookie() => Base64Url.EncodeToString(_bytes);

    /// <summary>SHA-256, as stores name the session.</summary>
    public byte[] ToHash() => SHA256.HashData(_bytes);

    /// <summary>A value for one purpose, which tells nothing about the secret or about other purposes: 43 base64url characters.</summary>
    public string Derive(string purpose) => Base64Url.EncodeToString(HMACSHA256.HashData(_bytes, Encoding.UTF8.GetBytes(purpose)));

    /// <summary>Whether a value that came back is the one derived for that purpose; takes the same time whatever it is.</summary>
    public bool IsDerived(string? presented, string purpose) =>
        presented is { Length: Length }
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(presented), Encoding.ASCII.GetBytes(Derive(purpose)));

    public override string ToString() => "session …";
}
