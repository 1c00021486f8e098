using System.Buffers.Binary;

namespace Concordat.Ledger.Tiles;

/// <summary>Reads the entries of a bundle: each a big-endian 16-bit length and that many bytes.</summary>
internal ref struct EntryBundle(ReadOnlySpan<byte> bytes)
{
    /// <summary>Largest possible bundle.</summary>
    public const int MaxBytes = TilePath.Width * (sizeof(ushort) + LedgerOptions.MaxEntryBytes);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Offset of the entry last read, at its length.</summary>
    public int Offset { get; private set; }

    /// <summary>Offset after the entry last read.</summary>
    public int Next { get; private set; }

    /// <summary>Reads the next entry; false at the end and where the bundle is cut.</summary>
    public bool TryNext(out ReadOnlySpan<byte> entry)
    {
        entry = default;
        var rest = _bytes[Next..];
        if (rest.Length < sizeof(ushort))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length - sizeof(ushort) < length)
        {
            return false;
        }

        entry = rest.Slice(sizeof(ushort), length);
        Offset = Next;
        Next += sizeof(ushort) + length;
        return true;
    }
}
