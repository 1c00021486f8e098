using System.Buffers.Binary;
using System.Numerics;

namespace Concordat.Ledger.Wal;

/// <summary>CRC-32C (Castagnoli), by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>State before any byte.</summary>
    public const uint Seed = 0xFFFFFFFF;

    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var b in bytes)
        {
            state = BitOperations.Crc32C(state, b);
        }

        return state;
    }

    public static uint Append(uint state, ulong value) => BitOperations.Crc32C(state, value);

    public static uint Finish(uint state) => ~state;
}
