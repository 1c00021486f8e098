using System.Security.Cryptography;
using System.Text;

namespace Concordat.Ledger.Contents;

/// <summary>The key that wraps the data keys of a content store. Thread-safe.</summary>
public sealed class ContentKey
{
    /// <summary>Length of the key, in bytes.</summary>
    public const int Size = 32;

    internal const int IdSize = 8;
    internal const int NonceSize = 12;
    internal const int TagSize = 16;

    private readonly byte[] _key;

    private ContentKey(byte[] key)
    {
        _key = key;
        Id = BitConverter.ToUInt64(SHA256.HashData([.. "concordat content key v1\n"u8, .. key]));
    }

    /// <summary>Tells keys apart without showing them.</summary>
    internal ulong Id { get; }

    /// <summary>Reads a key as <c>openssl rand -hex 32</c> writes it: 64 hex digits.</summary>
    /// <exception cref="FormatException">It is not; the message does not repeat it.</exception>
    public static ContentKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digits = Encoding.ASCII.GetBytes(text.Trim());
        try
        {
            return digits.Length == 2 * Size
                ? new ContentKey(Convert.FromHexString(text.Trim()))
                : throw new FormatException($"a content key has {2 * Size} hex digits, as `openssl rand -hex {Size}` writes them");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(digits);
        }
    }

    /// <summary>Encrypts a data key for one content.</summary>
    internal void Wrap(ReadOnlySpan<byte> dataKey, ReadOnlySpan<byte> about, Span<byte> nonce, Span<byte> wrapped, Span<byte> tag)
    {
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(nonce, dataKey, wrapped, tag, about);
    }

    /// <summary>False when it was wrapped with another key or for another content, or is damaged.</summary>
    internal bool TryUnwrap(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> wrapped, ReadOnlySpan<byte> tag, ReadOnlySpan<byte> about, Span<byte> dataKey)
    {
        try
        {
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(nonce, wrapped, tag, dataKey, about);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
