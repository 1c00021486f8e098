using System.Text;
using Concordat.Safeguards.Glosses;
using Concordat.Safeguards.Sentences;
using Concordat.Safeguards.Suspicion;

namespace Concordat.RedLines;

/// <summary>One window of a line, and what was made of it.</summary>
internal sealed class CorpusWindow
{
    private const int InputWidth = SentenceEncoder.Dimensions / 2;

    private static readonly GlossReader _glosses = new();

    private readonly string _encoded;

    /// <param name="text">Canonical bytes.</param>
    /// <param name="words">The hashes of its words.</param>
    public CorpusWindow(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        IsGlossed = _glosses.Read(text, words);
        var plain = Encoding.UTF8.GetString(text);
        var gloss = IsGlossed ? _glosses.Text.ToString() : "";
        _encoded = IsGlossed ? gloss : plain;
        words = IsGlossed ? _glosses.Words : words;
        var count = words.Length;
        Words = [.. words.ToArray().GroupBy(SuspicionGate.Bucket).Select(group => (group.Key, group.Count() / MathF.Sqrt(count)))];
        Features = [.. new TextFeatures().Of(plain, gloss).ToArray().Select(feature => (feature.Bucket, feature.Value))];
    }

    public bool IsGlossed { get; }

    /// <summary>What the encoder reads.</summary>
    public string Encoded => _encoded;

    /// <summary>What the gate looks at.</summary>
    public (int Bucket, float Value)[] Words { get; }

    public (int Bucket, float Value)[] Features { get; }

    /// <summary>The pieces that the encoder cuts it into; empty until <see cref="Cut"/>.</summary>
    public int[] Tokens { get; private set; } = [];

    /// <summary>The sums of the network that scored it last.</summary>
    public float[] Network { get; set; } = new float[3];

    public void Cut(SentenceEncoder encoder) => Tokens = encoder.Cut(_encoded);

    /// <summary>The vectors of the pieces.</summary>
    public float[] Input(SentenceEncoder encoder)
    {
        var input = new float[Tokens.Length * InputWidth];
        encoder.Embed(Tokens, input);
        return input;
    }
}
