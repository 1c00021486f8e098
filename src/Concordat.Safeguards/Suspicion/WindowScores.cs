using Concordat.Safeguards.Model;
using Concordat.Safeguards.Text;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Scores the windows of a document one by one for one red line, by what was learned and by the wording rules.</summary>
/// <remarks>The encoder is asked as often as an inspection asks it. Not thread-safe.</remarks>
internal sealed class WindowScores : IWindowJudge
{
    private readonly RedLine _line;
    private readonly SuspicionJudge _learned = new(SafeguardPack.Default.Gate);
    private readonly Findings _findings = new(SafeguardPack.Default);
    private readonly TextScanner _rules;
    private readonly List<(int Score, int Length)> _windows = [];

    public WindowScores(RedLine line)
    {
        _line = line;
        _rules = new TextScanner(_findings, 0, new WordReader(_findings));
    }

    /// <summary>Score and length in bytes of each window, in the order of the document.</summary>
    public IReadOnlyList<(int Score, int Length)> Windows => _windows;

    public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        _learned.See(text, words);
        _rules.Feed(text, 0);
        _rules.Complete();
        var score = Math.Max(_learned.Last.Of(_line), (int)SuspicionBands.Score(_findings.Topics, _line));
        _windows.Add((score, text.Length));
        _rules.Reset();
        _findings.Reset();
    }
}
