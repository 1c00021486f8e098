using System.Text;
using Concordat.Safeguards.Glosses;

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

    private static readonly JudgedWindows _judged = new();

    /// <summary>What a window is written into while it is judged: thousands of streams are open at a time, and few windows are.</summary>
    [ThreadStatic]
    private static GlossReader? _glosses;

    /// <summary>How many windows the encoder looked at.</summary>
    public int Encoded { get; private set; }

    /// <summary>The highest scores so far.</summary>
    public RedLineScores Scores { get; private set; }

    /// <summary>The scores of the window seen last.</summary>
    public RedLineScores Last { get; private set; }

    public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        Last = default;
        var glosses = _glosses ??= new GlossReader();
        var isGlossed = glosses.Read(text, words);
        if (gate.Opens(isGlossed ? glosses.Words : words))
        {
            // over the bound nothing is remembered and nothing recalled, so that a request has one score whatever came before it
            var mayEncode = Encoded < MostEncoded;
            var key = mayEncode ? JudgedWindows.Key(text) : default;
            if (!mayEncode || !_judged.TryGet(key, out var scores, out var encoded))
            {
                Span<char> chars = stackalloc char[TextWindows.MostBytes];
                var length = Encoding.UTF8.GetChars(text, chars);
                scores = RedLineModel.Default.Judge(chars[..length], isGlossed ? glosses.Text : [], mayEncode, out encoded);
                if (mayEncode)
                {
                    _judged.Add(key, scores, encoded);
                }
            }

            Last = scores;
            Scores = RedLineScores.Max(Scores, scores);
            Encoded += encoded ? 1 : 0;
        }
    }

    public void Reset()
    {
        Scores = Last = default;
        Encoded = 0;
    }
}
