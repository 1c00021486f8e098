using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Concordat.Attestation.Cbor;

/// <summary>Reads the CBOR of attestation documents: definite lengths, shortest heads (RFC 8949, section 4.2.1, without its order of keys).</summary>
/// <remarks>Every method throws <see cref="EvidenceException"/> where the bytes are something else; nothing allocates by a length that the bytes do not have.</remarks>
internal ref struct CborReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    public readonly bool AtEnd => _position == _data.Length;

    public readonly bool AtNull => !AtEnd && _data[_position] == 0xf6;

    public int ReadArray() => Count(ReadHead(4));

    public int ReadMap() => Count(ReadHead(5));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadHead(2));

    /// <summary>Bytes, or null as none.</summary>
    public byte[]? ReadOptionalBytes()
    {
        if (!AtNull)
        {
            return ReadBytes().ToArray();
        }

        _position++;
        return null;
    }

    public string ReadText()
    {
        var text = Take(ReadHead(3));
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw EvidenceException.Malformed("a text in it is not UTF-8");
    }

    public ulong ReadUnsigned() => ReadHead(0);

    /// <summary>Reads a negative number -1-n and gives back n.</summary>
    public ulong ReadNegative() => ReadHead(1);

    public readonly void ReadEnd()
    {
        if (!AtEnd)
        {
            throw EvidenceException.Malformed("bytes follow its end");
        }
    }

    private ulong ReadHead(int major)
    {
        if (AtEnd)
        {
            throw EvidenceException.Malformed("it ends too early");
        }

        if (_data[_position] >> 5 != major)
        {
            throw EvidenceException.Malformed("a value in it is of another type than it should be");
        }

        var low = _data[_position++] & 0x1f;
        if (low < 24)
        {
            return (ulong)low;
        }

        var (value, least) = low switch
        {
            24 => (Take(1)[0], 24ul),
            25 => (BinaryPrimitives.ReadUInt16BigEndian(Take(2)), 1ul << 8),
            26 => (BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 1ul << 16),
            27 => (BinaryPrimitives.ReadUInt64BigEndian(Take(8)), 1ul << 32),
            _ => throw EvidenceException.Malformed("a length in it is not definite"),
        };
        return value >= least ? value : throw EvidenceException.Malformed("a number in it is not written in the fewest bytes");
    }

    private readonly int Count(ulong count) =>
        count <= (ulong)(_data.Length - _position) ? (int)count : throw EvidenceException.Malformed("it ends too early");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        var taken = _data.Slice(_position, Count(length));
        _position += taken.Length;
        return taken;
    }
}
