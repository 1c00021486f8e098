using System.Collections.Concurrent;

namespace Concordat.Safeguards.Sentences;

/// <summary>Turns a sentence into a vector, so that texts with like meaning get like vectors: Google's Universal Sentence Encoder lite.</summary>
/// <remarks>
/// Cer et al., "Universal Sentence Encoder" (2018). Two layers of a transformer over at most 128 pieces of words; what follows in the text is
/// not seen, so that callers cut long texts into windows. English; other languages get vectors that say little. The same numbers as the
/// published implementation to 1e-5 with the whole weights; the small ones (8 bits) keep the direction. Immutable and thread-safe.
/// </remarks>
public sealed class SentenceEncoder
{
    /// <summary>Length of a vector.</summary>
    public const int Dimensions = 512;

    /// <summary>Most pieces of words that are looked at, about 100 English words.</summary>
    public const int MostPieces = 128;

    internal const int InputWidth = 256;

    private const int TimingWidth = InputWidth / 2;
    private const int Spare = 2;

    private static readonly Lazy<SentenceEncoder> _default = new(() => Read(PackData.Read("encoder.bin")));

    private readonly SentencePieces _pieces;
    private readonly VectorTable _embeddings;
    private readonly float[] _timing;
    private readonly EncoderStack _stack;
    private readonly ConcurrentBag<EncoderScratch> _scratch = [];

    private SentenceEncoder(ReadOnlyMemory<byte> bytes)
    {
        var file = new WeightFile(bytes, "CNCDENC1"u8, "the sentence encoder");
        var pieces = file.ReadPieces();
        _pieces = new SentencePieces(pieces);
        _embeddings = file.ReadRows(pieces.Length + Spare, InputWidth);
        _timing = file.ReadFloats(TimingWidth);
        _stack = new EncoderStack(file);
        file.End();
    }

    /// <summary>The encoder that ships with this version, with weights in 8 bits; read when it is first asked for, and then about 10 MiB.</summary>
    public static SentenceEncoder Default => _default.Value;

    /// <summary>Reads an encoder; the bytes are used in place and must not change afterwards.</summary>
    /// <exception cref="InvalidDataException">This is no encoder, or it is cut short.</exception>
    public static SentenceEncoder Read(ReadOnlyMemory<byte> file) => new(file);

    /// <summary>Writes the vector of a text: 512 numbers with length 1, or zeros for an empty text.</summary>
    /// <param name="text">Valid UTF-16; lone surrogates count as unknown characters.</param>
    /// <param name="vector">At least 512 numbers.</param>
    /// <returns>The number of pieces the text was cut into, at most 128.</returns>
    public int Encode(string text, Span<float> vector)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (vector.Length < Dimensions)
        {
            throw new ArgumentException($"a vector has {Dimensions} numbers, there is room for {vector.Length}", nameof(vector));
        }

        vector = vector[..Dimensions];
        vector.Clear();
        var scratch = Rent();
        var count = ReadPieces(text, scratch);
        if (count > 0)
        {
            _stack.Run(count, scratch, vector);
            var length = 1f / MathF.Sqrt(MathF.Max(FloatMath.Dot(vector, vector), 1e-12f));
            foreach (ref var value in vector)
            {
                value *= length;
            }
        }

        Return(scratch);
        return count;
    }

    /// <summary>Takes room for the vectors of one text.</summary>
    internal EncoderScratch Rent() => _scratch.TryTake(out var scratch) ? scratch : new EncoderScratch();

    internal void Return(EncoderScratch scratch) => _scratch.Add(scratch);

    /// <summary>Leaves the vectors of the pieces of a text in <see cref="EncoderScratch.Input"/>.</summary>
    /// <returns>The number of pieces.</returns>
    internal int ReadPieces(string text, EncoderScratch scratch)
    {
        var tokens = Cut(text);
        Embed(tokens, scratch.Input);
        return tokens.Length;
    }

    /// <summary>The numbers of the pieces of a text.</summary>
    internal int[] Cut(string text) => _pieces.Cut(Valid(text), MostPieces);

    /// <summary>Writes the vectors of pieces: each tells the piece and its place.</summary>
    internal void Embed(ReadOnlySpan<int> tokens, Span<float> input)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            var row = input.Slice(i * InputWidth, InputWidth);
            _embeddings.Read(tokens[i], row);
            for (var k = 0; k < TimingWidth; k++)
            {
                var (sine, cosine) = MathF.SinCos(i * _timing[k]);
                row[k] = (2 * row[k]) + sine;
                row[TimingWidth + k] = (2 * row[TimingWidth + k]) + cosine;
            }
        }
    }

    private static string Valid(string text) => text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0 ? text : string.Concat(text.EnumerateRunes());
}
