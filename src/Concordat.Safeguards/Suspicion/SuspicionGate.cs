using System.Runtime.InteropServices;
using Concordat.Safeguards.Sentences;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Tells in less than a microsecond whether a window is worth a judgement, from a weight for each of its words.</summary>
/// <remarks>Set so that nearly every violation of the corpus passes, and most ordinary text does not. Immutable and thread-safe.</remarks>
internal sealed class SuspicionGate
{
    /// <summary>How many weights there are for each red line, as a power of two.</summary>
    public const int Bits = 15;

    private const int Lane = 4;

    private readonly ReadOnlyMemory<byte> _weights;
    private readonly float[] _scales;
    private readonly float[] _least;

    private SuspicionGate(ReadOnlyMemory<byte> bytes)
    {
        var file = new WeightFile(bytes, "CNCDGAT1"u8, "the gate of the red lines");
        if (file.FirstNumber != Bits)
        {
            throw new InvalidDataException($"the gate of the red lines was made for 2^{file.FirstNumber} words; this version has 2^{Bits}");
        }

        _scales = file.ReadFloats(RedLineModel.Lines);
        _least = file.ReadFloats(RedLineModel.Lines);
        _weights = file.ReadBytes(Lane << Bits);
        file.End();
    }

    /// <exception cref="InvalidDataException">This is no gate, it is cut short, or it was made for another version.</exception>
    public static SuspicionGate Read(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>Which weight a word has.</summary>
    public static int Bucket(ulong word)
    {
        unchecked
        {
            return (int)((word ^ (word >> 29)) * 0xBF58476D1CE4E5B9UL >> (64 - Bits));
        }
    }

    /// <summary>Whether a window of these words is to be judged.</summary>
    public bool Opens(ReadOnlySpan<ulong> words)
    {
        var weights = MemoryMarshal.Cast<byte, sbyte>(_weights.Span);
        int surveillance = 0, force = 0, decisions = 0;
        foreach (var word in words)
        {
            var at = weights.Slice(Bucket(word) * Lane, Lane);
            surveillance += at[0];
            force += at[1];
            decisions += at[2];
        }

        var length = MathF.Sqrt(words.Length);
        return surveillance * _scales[0] >= _least[0] * length
            || force * _scales[1] >= _least[1] * length
            || decisions * _scales[2] >= _least[2] * length;
    }
}
