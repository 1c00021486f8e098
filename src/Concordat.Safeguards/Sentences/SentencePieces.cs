using System.Text;

namespace Concordat.Safeguards.Sentences;

/// <summary>Cuts a text into the pieces of words that an encoder knows: the cut with the highest sum of scores (Viterbi).</summary>
/// <remarks>The same cuts as the tokenizer of the published model, its treatment of unknown characters included.</remarks>
internal sealed class SentencePieces
{
    private const int Reserved = 6;
    private const int Unknown = 0;
    private const int NoToken = -1;
    private const char Space = '\u2581';

    private readonly float[] _scores;
    private readonly Dictionary<long, int> _next;
    private readonly List<int> _tokens = [NoToken];

    public SentencePieces((string Text, float Score)[] pieces)
    {
        _scores = [.. pieces.Select(piece => piece.Score)];
        _next = new Dictionary<long, int>(pieces.Length * 3);
        for (var token = Reserved; token < pieces.Length; token++)
        {
            var node = 0;
            foreach (var rune in pieces[token].Text.EnumerateRunes())
            {
                if (!_next.TryGetValue(Edge(node, rune), out var next))
                {
                    next = _tokens.Count;
                    _tokens.Add(NoToken);
                    _next.Add(Edge(node, rune), next);
                }

                node = next;
            }

            _tokens[node] = token;
        }
    }

    /// <summary>The tokens of a text, at most <paramref name="most"/>; characters that no piece has are one token for each run of them.</summary>
    public int[] Cut(string text, int most)
    {
        var spaced = text.Normalize(NormalizationForm.FormKC).Replace(' ', Space);
        Rune[] runes = spaced.Length == 0 ? [] : [new Rune(Space), .. spaced.EnumerateRunes()];
        var best = new double[runes.Length + 1];
        var token = new int[runes.Length + 1];
        var from = new int[runes.Length + 1];
        var reached = new bool[runes.Length + 1];
        for (var start = 0; start < runes.Length; start++)
        {
            var node = 0;
            var any = false;
            for (var end = start; end < runes.Length && _next.TryGetValue(Edge(node, runes[end]), out node); end++)
            {
                if (_tokens[node] is var found and not NoToken)
                {
                    any = true;
                    Reach(end + 1, start, found, best[start] + _scores[found]);
                }
            }

            if (!any)
            {
                Reach(start + 1, start, Unknown, best[start]);
            }
        }

        var cut = new List<int>();
        for (int end = runes.Length, after = NoToken; end > 0; after = token[end], end = from[end])
        {
            if (after != Unknown || token[end] != Unknown)
            {
                cut.Add(token[end]);
            }
        }

        cut.Reverse();
        return [.. cut.Take(most)];

        void Reach(int end, int start, int found, double score)
        {
            if (!reached[end] || score >= best[end])
            {
                (best[end], token[end], from[end], reached[end]) = (score, found, start, true);
            }
        }
    }

    private static long Edge(int node, Rune rune) => ((long)node << 21) | (uint)rune.Value;
}
