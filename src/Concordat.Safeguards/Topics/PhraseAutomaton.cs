using System.Collections.Frozen;

namespace Concordat.Safeguards.Topics;

/// <summary>Aho-Corasick over word numbers: finds all phrases in one pass over the known words. Immutable.</summary>
internal sealed class PhraseAutomaton
{
    private readonly FrozenDictionary<ulong, int> _moves;
    private readonly int[] _fail;
    private readonly int[][] _found;
    private readonly byte[] _open;

    public PhraseAutomaton(IEnumerable<(int[] Words, int Concept)> phrases)
    {
        var moves = new Dictionary<ulong, int>();
        var found = new List<List<int>> { new() };
        var depth = new List<int> { 0 };
        var parent = new List<(int State, int Word)> { (0, -1) };
        var inner = new HashSet<int>();
        foreach (var (words, concept) in phrases)
        {
            var state = 0;
            foreach (var word in words)
            {
                if (!moves.TryGetValue(Key(state, word), out var next))
                {
                    next = found.Count;
                    moves.Add(Key(state, word), next);
                    found.Add([]);
                    depth.Add(depth[state] + 1);
                    parent.Add((state, word));
                    inner.Add(state);
                }

                state = next;
            }

            if (!found[state].Contains(concept))
            {
                found[state].Add(concept);
            }
        }

        _moves = moves.ToFrozenDictionary();
        _fail = new int[found.Count];
        _open = new byte[found.Count];
        foreach (var state in Enumerable.Range(1, found.Count - 1).OrderBy(s => depth[s]))
        {
            var (from, word) = parent[state];
            _fail[state] = from == 0 ? 0 : Step(_fail[from], word);
            found[state].AddRange(found[_fail[state]]);
            _open[state] = inner.Contains(state) ? checked((byte)depth[state]) : _open[_fail[state]];
        }

        _found = [.. found.Select(list => list.Distinct().ToArray())];
    }

    /// <summary>The state after one more known word.</summary>
    public int Step(int state, int word)
    {
        while (true)
        {
            if (_moves.TryGetValue(Key(state, word), out var next))
            {
                return next;
            }

            if (state == 0)
            {
                return 0;
            }

            state = _fail[state];
        }
    }

    /// <summary>Concepts whose phrases end in this state.</summary>
    public int[] Found(int state) => _found[state];

    /// <summary>How many of the last words may still become part of a longer phrase.</summary>
    public int OpenWords(int state) => _open[state];

    private static ulong Key(int state, int word) => ((ulong)(uint)state << 32) | (uint)word;
}
