using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Concordat.Ledger.Wal;

/// <summary>The form of one record in a write-ahead segment.</summary>
/// <remarks>
/// <code>
/// offset  bytes  field (little endian)
///      0      4  mark "cWr1"
///      4      4  payload length
///      8      4  CRC-32C of payload, index, place in batch, length
///     12      4  place in batch: 0 for the first record of a flush
///     16      8  index of the entry
///     24      n  payload
/// </code>
/// The index under the checksum makes old content of a reused segment invalid. The place in the batch tells a torn last flush
/// (nothing of it was acknowledged) from damage to an earlier, acknowledged one.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WalRecord(long Index, int PlaceInBatch, int PayloadLength)
{
    public const int HeaderBytes = 24;

    private const uint MarkValue = 0x31725763;

    /// <summary>The first bytes of every record.</summary>
    public static ReadOnlySpan<byte> Mark => "cWr1"u8;

    /// <summary>Bytes of the whole record.</summary>
    public int TotalBytes => HeaderBytes + PayloadLength;

    /// <summary>Index of the first record of the flush that wrote this one.</summary>
    public long BatchStart => Index - PlaceInBatch;

    /// <summary>Writes a record whose index is not known yet; <see cref="Seal"/> completes it.</summary>
    public static void Write(Span<byte> output, ReadOnlySpan<byte> payload, uint payloadCrc)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(output, MarkValue);
        BinaryPrimitives.WriteInt32LittleEndian(output[4..], payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(output[8..], payloadCrc);
        payload.CopyTo(output[HeaderBytes..]);
    }

    /// <summary>Gives a written record its index and final checksum, and returns the record's length.</summary>
    public static int Seal(Span<byte> record, long index, int placeInBatch)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(record[4..]);
        var payloadCrc = BinaryPrimitives.ReadUInt32LittleEndian(record[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum(payloadCrc, index, placeInBatch, length));
        BinaryPrimitives.WriteInt32LittleEndian(record[12..], placeInBatch);
        BinaryPrimitives.WriteInt64LittleEndian(record[16..], index);
        return HeaderBytes + length;
    }

    /// <summary>Reads the record at the start of the bytes; false when none is whole there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out WalRecord record)
    {
        record = default;
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != MarkValue)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        var place = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        var index = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (length is < 0 or > LedgerOptions.MaxEntryBytes || place < 0 || index < place || length > bytes.Length - HeaderBytes)
        {
            return false;
        }

        var payloadCrc = Crc32C.Append(Crc32C.Seed, bytes.Slice(HeaderBytes, length));
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) != Checksum(payloadCrc, index, place, length))
        {
            return false;
        }

        record = new WalRecord(index, place, length);
        return true;
    }

    private static uint Checksum(uint payloadCrc, long index, int place, int length)
    {
        var state = Crc32C.Append(payloadCrc, unchecked((ulong)index));
        return Crc32C.Finish(Crc32C.Append(state, unchecked(((ulong)(uint)place << 32) | (uint)length)));
    }
}
