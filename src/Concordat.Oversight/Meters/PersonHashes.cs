using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Oversight.Meters;

/// <summary>Turns identifiers into what the meter keeps: 128 bits of HMAC-SHA256 over kind, zero byte, identifier.</summary>
internal static class PersonHashes
{
    public const int KeyBytes = 32;
    public const int HashBytes = 16;

    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>One hash per person, in the order given; the same person twice gives the same hash twice.</summary>
    public static byte[][] Of(ReadOnlySpan<byte> key, IReadOnlyList<PersonKey> persons)
    {
        var hashes = new byte[persons.Count][];
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var i = 0; i < hashes.Length; i++)
        {
            var (kind, normalised) = persons[i];
            var length = Encoding.UTF8.GetByteCount(kind) + 1 + normalised.Length;
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            try
            {
                var written = Encoding.UTF8.GetBytes(kind, buffer);
                buffer[written++] = 0;
                normalised.Span.CopyTo(buffer.AsSpan(written));
                HMACSHA256.HashData(key, buffer.AsSpan(0, length), full);
                hashes[i] = full[..HashBytes].ToArray();
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            }
        }

        return hashes;
    }
}
