using System.Text;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Takes the text of some of the windows of a document. Not thread-safe.</summary>
/// <param name="chosen">Their numbers, from 0 in the order of the document.</param>
internal sealed class ChosenWindows(HashSet<int> chosen) : IWindowJudge
{
    private const string Gap = "\n[…]\n";

    private readonly List<string> _texts = [];
    private int _next;

    /// <summary>The windows, in the order of the document, with a mark between them; without those that another one holds whole.</summary>
    public string Text => string.Join(Gap, _texts);

    public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        if (chosen.Contains(_next++))
        {
            var window = Encoding.UTF8.GetString(text).Trim();
            if (!_texts.Exists(held => held.Contains(window, StringComparison.Ordinal)))
            {
                _texts.RemoveAll(held => window.Contains(held, StringComparison.Ordinal));
                _texts.Add(window);
            }
        }
    }
}
