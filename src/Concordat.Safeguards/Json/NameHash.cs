using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Concordat.Safeguards.Json;

/// <summary>A 64-bit hash of short byte strings, seeded once per process so that nobody outside can prepare collisions.</summary>
internal static class NameHash
{
    private static readonly ulong _seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var hash = _seed ^ ((ulong)bytes.Length * 0x9E3779B97F4A7C15UL);
            while (bytes.Length >= 8)
            {
                hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                bytes = bytes[8..];
            }

            ulong last = 0;
            for (var i = 0; i < bytes.Length; i++)
            {
                last |= (ulong)bytes[i] << (8 * i);
            }

            return Mix(hash, last ^ 0xA0761D6478BD642FUL);
        }
    }

    public static ulong Mix(ulong hash, ulong value)
    {
        unchecked
        {
            var high = Math.BigMul(hash ^ value, _seed ^ 0xE7037ED1A0B428DBUL, out var low);
            return high ^ low ^ (hash << 7);
        }
    }
}
