using System.Buffers.Binary;
using Concordat.Ledger.Wal;

namespace Concordat.Ledger.Contents;

/// <summary>The wrapped data key of one content and where its ciphertext lies: 256 bytes that lie within one sector and are overwritten in place.</summary>
/// <remarks>
/// Big-endian: mark (4 bytes), state, kind, 2 zeros, entry (8), exchange (16), time (8, microseconds), offset (8), length (4), commitment (32),
/// id of the wrapping key (8), nonce (12), wrapped key (32), tag (16), zeros, CRC-32C (4).
/// </remarks>
internal readonly struct ContentSlot(byte[] bytes)
{
    public const int Size = 256;

    private const int KeyAt = 84;
    private const int KeyEnd = 152;
    private const int CrcAt = Size - sizeof(uint);
    private const byte Live = 1;
    private const byte Shredded = 2;
    private const uint Mark = 0x43435331; // CCS1

    private readonly byte[] _bytes = bytes;

    public bool IsWhole => BinaryPrimitives.ReadUInt32BigEndian(_bytes) == Mark && BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(CrcAt)) == Crc32C.Finish(Crc32C.Append(Crc32C.Seed, _bytes.AsSpan(0, CrcAt)));

    public bool IsLive => _bytes[4] == Live;

    public byte Kind => _bytes[5];

    public EntryIndex Entry => new(BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(8)));

    public DateTimeOffset Time => new(BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(32)) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public long Offset => BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(40));

    public int Length => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(48));

    public ulong KeyId => BinaryPrimitives.ReadUInt64BigEndian(_bytes.AsSpan(KeyAt));

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>What the slot itself says that it is about.</summary>
    public ContentId Id => new(Entry, new Guid(_bytes.AsSpan(16, 16), bigEndian: true), Kind, Convert.ToHexStringLower(_bytes.AsSpan(52, 32)), Time);

    public static ContentSlot Make(ContentId id, int length, ContentKey key, ReadOnlySpan<byte> dataKey)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Mark);
        bytes[4] = Live;
        bytes[5] = id.Kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), id.Entry.Value);
        id.Exchange.TryWriteBytes(bytes.AsSpan(16), bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(32), id.Time.UtcTicks / TimeSpan.TicksPerMicrosecond);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(48), length);
        Convert.FromHexString(id.Commitment).CopyTo(bytes.AsSpan(52));
        var slot = new ContentSlot(bytes);
        slot.Wrap(key, id.About(), dataKey);
        return slot;
    }

    /// <summary>The same slot with its ciphertext at a place.</summary>
    public void PlaceAt(long offset)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(40), offset);
        Seal();
    }

    /// <summary>Wraps the data key anew.</summary>
    public void Wrap(ContentKey key, byte[] about, ReadOnlySpan<byte> dataKey)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(KeyAt), key.Id);
        key.Wrap(dataKey, about, _bytes.AsSpan(92, ContentKey.NonceSize), _bytes.AsSpan(104, ContentKey.Size), _bytes.AsSpan(136, ContentKey.TagSize));
        Seal();
    }

    public bool TryUnwrap(ContentKey key, byte[] about, Span<byte> dataKey) => key.TryUnwrap(
        _bytes.AsSpan(92, ContentKey.NonceSize), _bytes.AsSpan(104, ContentKey.Size), _bytes.AsSpan(136, ContentKey.TagSize), about, dataKey);

    /// <summary>Forgets the data key: what remains is which content there was.</summary>
    public void Shred()
    {
        _bytes.AsSpan(KeyAt, KeyEnd - KeyAt).Clear();
        _bytes[4] = Shredded;
        Seal();
    }

    private void Seal() => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(CrcAt), Crc32C.Finish(Crc32C.Append(Crc32C.Seed, _bytes.AsSpan(0, CrcAt))));
}
