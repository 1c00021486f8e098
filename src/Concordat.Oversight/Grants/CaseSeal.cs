using System.Security.Cryptography;
using System.Text;

namespace Concordat.Oversight.Grants;

/// <summary>Encrypts canonical actions for the case store: a copy of the database shows no arguments. Thread-safe.</summary>
/// <remarks>AES-256-GCM with a fresh random nonce; the digest is authenticated with it, so that no document can stand for another.</remarks>
public sealed class CaseSeal
{
    /// <summary>Length of the key, in bytes.</summary>
    public const int KeySize = 32;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly byte[] _key;

    public CaseSeal(ReadOnlySpan<byte> key) => _key = key.Length == KeySize
        ? key.ToArray()
        : throw new ArgumentException($"the key must be {KeySize} bytes long, but is {key.Length}", nameof(key));

    /// <summary>Nonce, ciphertext and tag in one.</summary>
    public byte[] Seal(CanonicalAction action)
    {
        var document = action.Document.Span;
        var result = new byte[NonceSize + document.Length + TagSize];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceSize));
        using var aes = new AesGcm(_key, TagSize);
        aes.Encrypt(
            result.AsSpan(0, NonceSize), document, result.AsSpan(NonceSize, document.Length), result.AsSpan(NonceSize + document.Length),
            Encoding.ASCII.GetBytes(action.Digest));
        return result;
    }

    /// <summary>Opens what was sealed under that digest.</summary>
    /// <returns>Null where it was made with another key, changed, or belongs to another digest.</returns>
    public CanonicalAction? Open(byte[]? @sealed, string? digest)
    {
        if (digest is null || @sealed is null || @sealed.Length < NonceSize + TagSize)
        {
            return null;
        }

        var document = new byte[@sealed.Length - NonceSize - TagSize];
        try
        {
            using var aes = new AesGcm(_key, TagSize);
            aes.Decrypt(
                @sealed.AsSpan(0, NonceSize), @sealed.AsSpan(NonceSize, document.Length), @sealed.AsSpan(NonceSize + document.Length), document,
                Encoding.ASCII.GetBytes(digest));
            var action = CanonicalAction.Read(document);
            return action.Digest.Equals(digest, StringComparison.Ordinal) ? action : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
