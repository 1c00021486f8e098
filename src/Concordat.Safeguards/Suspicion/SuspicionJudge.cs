using System.Text;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Judges the windows of one request that the gate lets through.</summary>
/// <remarks>
/// The encoder looks at the first 24 of them, the words alone decide about further ones: a request made of nothing but suspicious words
/// costs a bounded time. Not thread-safe.
/// </remarks>
internal sealed class SuspicionJudge(SuspicionGate gate) : IWindowJudge
{
    /// <summary>How many windows of a request the encoder looks at.</summary>
    public const int MostEncoded = 24;

    /// <summary>How many windows the encoder looked at.</summary>
    public int Encoded { get; private set; }

    /// <summary>The highest scores so far.</summary>
    public RedLineScores Scores { get; private set; }

    public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        if (gate.Opens(words))
        {
            var scores = RedLineModel.Default.Judge(Encoding.UTF8.GetString(text), mayEncode: Encoded < MostEncoded, out var encoded);
            Scores = RedLineScores.Max(Scores, scores);
            Encoded += encoded ? 1 : 0;
        }
    }

    public void Reset()
    {
        Scores = default;
        Encoded = 0;
    }
}
