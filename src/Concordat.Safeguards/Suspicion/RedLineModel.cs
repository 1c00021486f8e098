using System.Collections.Concurrent;
using Concordat.Safeguards.Sentences;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Judges how much a text looks like crossing a red line, from weights learned on the RedLines corpus.</summary>
/// <remarks>
/// Two sums a red line: one over the words of the text in any language, one over the sentence encoder, whose layers were trained on.
/// It raises suspicion and never decides. Costs milliseconds, so that only windows which <see cref="SuspicionGate"/> lets through are judged.
/// Immutable and thread-safe. <c>eng/redlines</c> trains it.
/// </remarks>
internal sealed class RedLineModel
{
    /// <summary>Number of red lines.</summary>
    public const int Lines = 3;

    private static readonly Lazy<RedLineModel> _default = new(() => Read(PackData.Read("redlines.bin"), SentenceEncoder.Default));

    private readonly SentenceEncoder _encoder;
    private readonly LearnedWeights _features;
    private readonly EncoderStack _stack;
    private readonly LineHead[] _heads;
    private readonly LineScale[] _scales;
    private readonly ConcurrentBag<TextFeatures> _scratch = [];

    private RedLineModel(ReadOnlyMemory<byte> bytes, SentenceEncoder encoder)
    {
        var file = new WeightFile(bytes, "CNCDRED1"u8, "the model of the red lines");
        if (file.FirstNumber != TextFeatures.Bits)
        {
            throw new InvalidDataException($"the model of the red lines was made for 2^{file.FirstNumber} features; this version has 2^{TextFeatures.Bits}");
        }

        _encoder = encoder;
        _scales = [new LineScale(file), new LineScale(file), new LineScale(file)];
        _features = new LearnedWeights(file, TextFeatures.Bits);
        _heads = [new LineHead(file), new LineHead(file), new LineHead(file)];
        _stack = new EncoderStack(file);
        file.End();
    }

    /// <summary>The model that ships with this version; read when the first window is judged.</summary>
    public static RedLineModel Default => _default.Value;

    /// <exception cref="InvalidDataException">This is no model, it is cut short, or it was made for another version.</exception>
    public static RedLineModel Read(ReadOnlyMemory<byte> bytes, SentenceEncoder encoder) => new(bytes, encoder);

    /// <summary>Scores one window of text.</summary>
    /// <param name="text">Canonical text.</param>
    /// <param name="gloss">The same in English words where it is in another language, else nothing.</param>
    /// <param name="mayEncode">Whether the encoder may be asked where the words leave it open, which takes most of the time; without it, its sum counts as 0.</param>
    /// <param name="encoded">Whether it was asked.</param>
    public RedLineScores Judge(ReadOnlySpan<char> text, ReadOnlySpan<char> gloss, bool mayEncode, out bool encoded)
    {
        Span<float> features = stackalloc float[Lines];
        SumFeatures(text, gloss, features);
        encoded = false;
        if (!_scales[0].IsOpen(features[0]) && !_scales[1].IsOpen(features[1]) && !_scales[2].IsOpen(features[2]))
        {
            return default;
        }

        Span<float> encoder = stackalloc float[Lines];
        if (mayEncode)
        {
            Encode((gloss.IsEmpty ? text : gloss).ToString(), encoder);
            encoded = true;
        }

        return new RedLineScores(
            _scales[0].Score(features[0], encoder[0]), _scales[1].Score(features[1], encoder[1]), _scales[2].Score(features[2], encoder[2]));
    }

    private void SumFeatures(ReadOnlySpan<char> text, ReadOnlySpan<char> gloss, Span<float> sums)
    {
        if (!_scratch.TryTake(out var found))
        {
            found = new TextFeatures();
        }

        _features.Sum(found.Of(text, gloss), sums);
        _scratch.Add(found);
    }

    private void Encode(string text, Span<float> sums)
    {
        var scratch = _encoder.Rent();
        var count = _encoder.ReadPieces(text, scratch);
        if (count > 0)
        {
            Span<float> vector = stackalloc float[SentenceEncoder.Dimensions];
            _stack.Run(count, scratch, vector);
            var pieces = scratch.Sum.AsSpan(0, count * SentenceEncoder.Dimensions);
            for (var line = 0; line < Lines; line++)
            {
                sums[line] = _heads[line].Sum(vector, pieces, scratch.Weights.AsSpan(0, count));
            }
        }

        _encoder.Return(scratch);
    }
}
