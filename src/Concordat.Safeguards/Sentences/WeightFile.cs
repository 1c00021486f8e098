using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Concordat.Safeguards.Sentences;

/// <summary>Reads weights in their order, each at a multiple of 64 bytes; <c>eng/safeguards</c> writes them.</summary>
internal sealed class WeightFile
{
    private const int Alignment = 64;
    private const int HeaderBytes = 20;
    private const uint WholeFormat = 1;
    private const uint SmallFormat = 2;

    private readonly ReadOnlyMemory<byte> _bytes;
    private int _at;

    private readonly string _what;

    /// <param name="bytes">Read in place.</param>
    /// <param name="magic">The first eight bytes.</param>
    /// <param name="what">Name of the thing for messages, such as <c>the sentence encoder</c>.</param>
    /// <exception cref="InvalidDataException">This is no such file.</exception>
    public WeightFile(ReadOnlyMemory<byte> bytes, ReadOnlySpan<byte> magic, string what)
    {
        _bytes = bytes;
        _what = what;
        if (bytes.Length < HeaderBytes || !bytes.Span.StartsWith(magic))
        {
            throw new InvalidDataException($"{what} does not begin as a file of version 1 does; make it again with the programs in eng/safeguards");
        }

        IsSmall = Number(8) switch
        {
            WholeFormat => false,
            SmallFormat => true,
            var other => throw new InvalidDataException($"{what} has the format {other}; this version reads 1 and 2"),
        };
        _at = HeaderBytes;
    }

    /// <summary>The first number of the header, whose meaning is the file's own.</summary>
    public int FirstNumber => checked((int)Number(12));

    /// <summary>The second number of the header.</summary>
    public int SecondNumber => checked((int)Number(16));

    private bool IsSmall { get; }

    /// <summary>The pieces of words and their scores, by token.</summary>
    public (string Text, float Score)[] ReadPieces()
    {
        var count = FirstNumber;
        if (count is < 1 or > 1_000_000)
        {
            throw new InvalidDataException($"{_what} claims {count} pieces");
        }

        var pieces = new (string, float)[count];
        foreach (ref var piece in pieces.AsSpan())
        {
            var head = Take(6).Span;
            piece = (Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt16LittleEndian(head[4..])).Span), BinaryPrimitives.ReadSingleLittleEndian(head));
        }

        return pieces;
    }

    public float[] ReadFloats(int count)
    {
        Align();
        return MemoryMarshal.Cast<byte, float>(Take(checked(count * sizeof(float))).Span).ToArray();
    }

    /// <summary>A table of vectors, one a row.</summary>
    public VectorTable ReadRows(int count, int width)
    {
        if (!IsSmall)
        {
            Align();
            return new VectorTable(Take(checked(count * width * sizeof(float))), null, width);
        }

        var scales = ReadFloats(count);
        Align();
        return new VectorTable(Take(checked(count * width)), scales, width);
    }

    public PanelMatrix ReadMatrix(int inner, int columns)
    {
        var bias = ReadFloats(columns);
        var scales = ReadFloats(columns);
        Align();
        return IsSmall
            ? new TypedPanelMatrix<sbyte, SmallPanel>(Take(checked(inner * columns)), scales, bias, inner)
            : new TypedPanelMatrix<float, WholePanel>(Take(checked(inner * columns * sizeof(float))), scales, bias, inner);
    }

    public ReadOnlyMemory<byte> ReadBytes(int count)
    {
        Align();
        return Take(count);
    }

    /// <exception cref="InvalidDataException">Something follows the last weight.</exception>
    public void End()
    {
        Align();
        if (_at != _bytes.Length)
        {
            throw new InvalidDataException($"{_what} has {_bytes.Length - _at} bytes after its last weight");
        }
    }

    private uint Number(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.Span[offset..]);

    private void Align() => _at = checked(_at + Alignment - 1) / Alignment * Alignment;

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw new InvalidDataException($"{_what} ends at byte {_bytes.Length}, within a weight that begins at {_at}");
        }

        var part = _bytes.Slice(_at, count);
        _at += count;
        return part;
    }
}
