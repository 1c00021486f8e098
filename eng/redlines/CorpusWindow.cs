using Concordat.Safeguards.Sentences;
using Concordat.Safeguards.Suspicion;

namespace Concordat.RedLines;

/// <summary>One window of a line, and what was made of it.</summary>
internal sealed class CorpusWindow
{
    private readonly string _text;

    public CorpusWindow(string text, ReadOnlySpan<ulong> words)
    {
        _text = text;
        var count = words.Length;
        Words = [.. words.ToArray().GroupBy(SuspicionGate.Bucket).Select(group => (group.Key, group.Count() / MathF.Sqrt(count)))];
        Features = [.. new TextFeatures().Of(text).ToArray().Select(feature => (feature.Bucket, feature.Value))];
    }

    /// <summary>What the gate looks at.</summary>
    public (int Bucket, float Value)[] Words { get; }

    public (int Bucket, float Value)[] Features { get; }

    /// <summary>The first layer's vectors of the pieces; empty until <see cref="Encode"/>.</summary>
    public float[] Pieces { get; private set; } = [];

    public void Encode(SentenceEncoder encoder)
    {
        var scratch = encoder.Rent();
        var count = encoder.RunFirst(_text, scratch);
        Pieces = scratch.Sum.AsSpan(0, count * SentenceEncoder.Dimensions).ToArray();
        encoder.Return(scratch);
    }
}
