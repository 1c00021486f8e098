using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Cuts out of a document what raises a suspicion, with what stands around it, for somebody who judges it a second time.</summary>
/// <remarks>
/// Canonical text: disguises are undone, and what they stand for is there. The most suspicious window comes first, then its neighbours, then
/// further windows that are possible by themselves, as many as fit, in the order of the document; never simply its begin. Costs about
/// three inspections; linear in the document.
/// </remarks>
public static class TellingText
{
    /// <summary>The least that can be asked for, in bytes: one window always fits.</summary>
    public const int Least = 2 * TextWindows.MostBytes;

    /// <summary>The telling text of a JSON document.</summary>
    /// <param name="json">A document that was found well-formed.</param>
    /// <param name="line">The red line that it is suspected of crossing.</param>
    /// <param name="mostBytes">Most bytes of text, not counting the marks between windows; at least <see cref="Least"/>.</param>
    /// <param name="maxDepth">Deepest nesting of objects and arrays.</param>
    /// <returns>Empty where the document has no text.</returns>
    public static string Of(ReadOnlySpan<byte> json, RedLine line, int mostBytes, int maxDepth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBytes, Least);
        var scores = new WindowScores(line);
        RequestInspection.CutJson(json, maxDepth, scores);
        var chosen = new ChosenWindows(Choose(scores.Windows, mostBytes));
        RequestInspection.CutJson(json, maxDepth, chosen);
        return chosen.Text;
    }

    private static HashSet<int> Choose(IReadOnlyList<(int Score, int Length)> windows, int mostBytes)
    {
        var chosen = new HashSet<int>();
        var left = mostBytes;

        // the newest of equals: what was said last is what is asked for
        int[] ranked = [.. Enumerable.Range(0, windows.Count).OrderByDescending(at => windows[at].Score).ThenByDescending(static at => at)];
        foreach (var at in ranked)
        {
            if (chosen.Count > 0 && windows[at].Score < SuspicionBands.Possible)
            {
                break;
            }

            var isFirst = chosen.Count == 0;
            Take(at);
            if (isFirst)
            {
                // windows overlap by half, so every other one tiles the text
                Take(at - 2);
                Take(at + 2);
            }
        }

        return chosen;

        void Take(int at)
        {
            if (at >= 0 && at < windows.Count && windows[at].Length <= left && chosen.Add(at))
            {
                left -= windows[at].Length;
            }
        }
    }
}
