using System.Text;
using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>Finds a text that fits some patterns, fits none of others and is none of certain texts; or the patterns that exclude each other.</summary>
/// <remarks>Exact: a search through the product of the automata, which reaches every combination that some text has.</remarks>
internal sealed class PatternSolver(AnalysisBudget budget, string[] excluded)
{
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);

    /// <summary>A text, or null with a smallest choice of patterns for which there is none.</summary>
    public string? Find(CedarPattern[] fits, CedarPattern[] misses, out CedarPattern[] blamedFits, out CedarPattern[] blamedMisses)
    {
        (blamedFits, blamedMisses) = ([], []);
        if (Plain(fits, misses) is { } plain)
        {
            return plain;
        }

        // Two patterns that exclude each other are by far the most frequent cause, and cheap to find.
        foreach (var fit in fits)
        {
            foreach (var other in fits)
            {
                if (Search([fit, other], []) is null)
                {
                    blamedFits = [fit, other];
                    return null;
                }
            }

            foreach (var miss in misses)
            {
                if (Search([fit], [miss]) is null)
                {
                    (blamedFits, blamedMisses) = ([fit], [miss]);
                    return null;
                }
            }
        }

        if (Search(fits, misses) is { } found)
        {
            return found;
        }

        blamedFits = Shrink(fits, rest => Search(rest, misses) is null);
        var blamed = blamedFits;
        blamedMisses = Shrink(misses, rest => Search(blamed, rest) is null);
        return null;
    }

    // Drops whatever is not needed for there to be no text.
    private static CedarPattern[] Shrink(CedarPattern[] patterns, Func<CedarPattern[], bool> isStillNone)
    {
        foreach (var pattern in patterns)
        {
            var rest = patterns.Where(kept => !kept.Equals(pattern)).ToArray();
            if (isStillNone(rest))
            {
                return Shrink(rest, isStillNone);
            }
        }

        return patterns;
    }

    // What a person would try first: the pieces of all patterns one after the other.
    private string? Plain(CedarPattern[] fits, CedarPattern[] misses)
    {
        var start = fits.Select(pattern => pattern.Pieces[0]).MaxBy(piece => piece.Length) ?? "";
        var end = fits.Select(pattern => pattern.Pieces[^1]).MaxBy(piece => piece.Length) ?? "";
        var middle = fits.SelectMany(pattern => pattern.Pieces.Skip(1).SkipLast(1)).Where(piece => piece.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        string[] spaced = [start, .. middle, end];
        IEnumerable<string> candidates = fits.Length > 0
            ? [string.Concat(spaced), string.Join(' ', spaced.Where(piece => piece.Length > 0)), start + "other" + string.Join("other", middle) + "other" + end]
            : FreshText.Candidates.Take(excluded.Length + 3).Append("x").Append("");
        return candidates.FirstOrDefault(text => !excluded.Contains(text, StringComparer.Ordinal)
            && fits.All(pattern => pattern.Matches(text))
            && !misses.Any(pattern => pattern.Matches(text)));
    }

    private string? Search(CedarPattern[] fits, CedarPattern[] misses)
    {
        var key = string.Join('\n', fits.Select(pattern => pattern.ToString())) + "\n!\n" + string.Join('\n', misses.Select(pattern => pattern.ToString()));
        if (!_known.TryGetValue(key, out var text))
        {
            _known.Add(key, text = SearchProduct(fits, misses));
        }

        return text;
    }

    private string? SearchProduct(CedarPattern[] fits, CedarPattern[] misses)
    {
        PatternMachine[] machines = [.. fits.Select(PatternMachine.Of), .. misses.Select(PatternMachine.Of), .. excluded.Select(PatternMachine.OfText)];
        int[] alphabet = [.. machines.SelectMany(machine => machine.Alphabet).Distinct()];
        alphabet = [FreshRune(alphabet), .. alphabet];
        int[] start = [.. machines.Select(machine => machine.Start)];
        var reached = new HashSet<int[]>(new StateComparer()) { start };
        var open = new Queue<(int[] States, Step? Last)>([(start, null)]);
        while (open.TryDequeue(out var place))
        {
            var (states, last) = place;
            if (IsFound(machines, fits.Length, states))
            {
                return Spell(last);
            }

            foreach (var rune in alphabet)
            {
                budget.CountStep();
                int[] next = [.. machines.Select((machine, i) => machine.Next(states[i], rune))];
                if (CanBeFound(machines, fits.Length, next) && reached.Add(next))
                {
                    budget.CountNode();
                    open.Enqueue((next, new Step(rune, last)));
                }
            }
        }

        return null;
    }

    private static bool IsFound(PatternMachine[] machines, int fits, int[] states)
    {
        for (var i = 0; i < machines.Length; i++)
        {
            if (machines[i].Accepts(states[i]) != i < fits)
            {
                return false;
            }
        }

        return true;
    }

    private static bool CanBeFound(PatternMachine[] machines, int fits, int[] states)
    {
        for (var i = 0; i < machines.Length; i++)
        {
            if (i < fits ? states[i] == PatternMachine.Dead : machines[i].AcceptsForever(states[i]))
            {
                return false;
            }
        }

        return true;
    }

    // One character stands for all that no pattern has.
    private static int FreshRune(int[] used) => "xyzaeiou0 ".EnumerateRunes().Select(rune => rune.Value)
        .Concat(Enumerable.Range(0x100, 0x1000))
        .First(rune => !used.Contains(rune));

    private static string Spell(Step? last)
    {
        var runes = new Stack<Rune>();
        for (var step = last; step is not null; step = step.Before)
        {
            runes.Push(new Rune(step.Character));
        }

        return string.Concat(runes);
    }

    private sealed record Step(int Character, Step? Before);

    private sealed class StateComparer : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = default(HashCode);
            foreach (var state in obj)
            {
                hash.Add(state);
            }

            return hash.ToHashCode();
        }
    }
}
