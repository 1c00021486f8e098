using System.Text;

namespace Concordat.Safeguards.Suspicion;

/// <summary>Takes the text of some of the windows of a document. Not thread-safe.</summary>
/// <param name="chosen">Their numbers, from 0 in the order of the document.</param>
internal sealed class ChosenWindows(HashSet<int> chosen) : IWindowJudge
{
    private const string Gap = "\n[…]\n";

    private readonly StringBuilder _text = new();
    private int _next;

    /// <summary>The windows, in the order of the document, with a mark between them.</summary>
    public string Text => _text.ToString();

    public void See(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        if (chosen.Contains(_next++))
        {
            _text.Append(_text.Length > 0 ? Gap : "").Append(Encoding.UTF8.GetString(text));
        }
    }
}
