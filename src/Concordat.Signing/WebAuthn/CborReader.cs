using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Concordat.Signing.WebAuthn;

/// <summary>Reads the CBOR that authenticators write, and nothing else: the canonical form of CTAP2, definite lengths, shortest heads, sorted keys.</summary>
/// <remarks>
/// Source: CTAP 2.1, section 8 (message encoding). The library in the platform comes with the web framework, which this room does not know;
/// the tests compare the two. Every method throws <see cref="SigningFormatException"/> with the code <c>cbor</c>.
/// </remarks>
internal ref struct CborReader(ReadOnlySpan<byte> data)
{
    private const int MostDepth = 4;

    private readonly ReadOnlySpan<byte> _data = data;

    /// <summary>How many bytes were read.</summary>
    public int Position { get; private set; }

    public readonly bool AtEnd => Position == _data.Length;

    /// <summary>Entries of the map that begins here.</summary>
    public int ReadMap() => Count(ReadHead(5));

    /// <summary>Items of the array that begins here.</summary>
    public int ReadArray() => Count(ReadHead(4));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadHead(2));

    public string ReadText()
    {
        var text = Take(ReadHead(3));
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw Fault("a text is not UTF-8");
    }

    public long ReadInteger()
    {
        var negative = Peek() == 1;
        var value = ReadHead(negative ? 1 : 0);
        return value > long.MaxValue ? throw Fault("a number is too large") : negative ? -1 - (long)value : (long)value;
    }

    /// <summary>Reads a key of a map, as encoded; it must come after the one before it.</summary>
    public ReadOnlySpan<byte> ReadKey(ReadOnlySpan<byte> before)
    {
        var start = Position;
        if (Peek() is not (0 or 1 or 3))
        {
            throw Fault("a key is neither a number nor a text");
        }

        Skip(MostDepth);
        var key = _data[start..Position];
        return before.IsEmpty || Follows(before, key) ? key : throw Fault("the keys of a map are not sorted, or one is there twice");
    }

    public void SkipValue() => Skip(0);

    private static bool Follows(ReadOnlySpan<byte> before, ReadOnlySpan<byte> key)
    {
        var (first, second) = (before[0] >> 5, key[0] >> 5);
        return first != second ? first < second
            : before.Length != key.Length ? before.Length < key.Length
            : before.SequenceCompareTo(key) < 0;
    }

    private static SigningFormatException Fault(string what) => new("cbor", what);

    private void Skip(int depth)
    {
        switch (Peek())
        {
            case 0 or 1:
                ReadInteger();
                break;
            case 2:
                ReadBytes();
                break;
            case 3:
                ReadText();
                break;
            case 4 when depth < MostDepth:
                for (var left = ReadArray(); left > 0; left--)
                {
                    Skip(depth + 1);
                }

                break;
            case 5 when depth < MostDepth:
                ReadOnlySpan<byte> key = default;
                for (var left = ReadMap(); left > 0; left--)
                {
                    key = ReadKey(key);
                    Skip(depth + 1);
                }

                break;
            case 7 when _data[Position] is 0xf4 or 0xf5 or 0xf6:
                Position++;
                break;
            default:
                throw Fault("a value is nested too deep, or of a kind that authenticators do not write");
        }
    }

    private readonly int Peek() => AtEnd ? throw Fault("it ends too early") : _data[Position] >> 5;

    /// <summary>Reads a head of that major type; its argument is written in the fewest bytes.</summary>
    private ulong ReadHead(int major)
    {
        if (Peek() != major)
        {
            throw Fault("a value is of another type than it should be");
        }

        var low = _data[Position++] & 0x1f;
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
            _ => throw Fault("a length is not definite"),
        };
        return value >= least ? value : throw Fault("a number is not written in the fewest bytes");
    }

    private readonly int Count(ulong count) => count <= (ulong)(_data.Length - Position) ? (int)count : throw Fault("it ends too early");

    private ReadOnlySpan<byte> Take(ulong length)
    {
        var taken = _data.Slice(Position, Count(length));
        Position += taken.Length;
        return taken;
    }
}
