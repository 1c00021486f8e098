using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Analysis.Domains;

/// <summary>Reads a text character by character and knows whether it fits a pattern so far: a deterministic automaton.</summary>
/// <remarks>
/// Pieces between wildcards are found one after the other, each at its first place (Knuth, Morris and Pratt), but for the first, which must
/// stand at the start, and the last, which must stand at the end. A state is a number: pieces found, and characters of the next that match.
/// </remarks>
internal sealed class PatternMachine
{
    /// <summary>No continuation fits.</summary>
    public const int Dead = -1;

    private readonly int[][] _pieces;
    private readonly int[][] _fallbacks;
    private readonly int _width;

    private PatternMachine(IEnumerable<string> pieces)
    {
        _pieces = [.. pieces.Select(piece => piece.EnumerateRunes().Select(rune => rune.Value).ToArray())];
        _fallbacks = [.. _pieces.Select(FallbacksOf)];
        _width = _pieces.Max(piece => piece.Length) + 1;
    }

    public IEnumerable<int> Alphabet => _pieces.SelectMany(piece => piece);

    public int Start => Advance(0, 0);

    /// <summary>A pattern; wildcards next to each other count as one.</summary>
    public static PatternMachine Of(CedarPattern pattern) =>
        new(pattern.Pieces.Where((piece, i) => i == 0 || i == pattern.Pieces.Count - 1 || piece.Length > 0));

    /// <summary>A text that only itself fits.</summary>
    public static PatternMachine OfText(string text) => new([text]);

    public int Next(int state, int rune)
    {
        if (state == Dead)
        {
            return Dead;
        }

        var (index, matched) = (state / _width, state % _width);
        var piece = _pieces[index];
        if (index == 0)
        {
            return matched < piece.Length && piece[matched] == rune ? Advance(0, matched + 1) : Dead;
        }

        while (matched == piece.Length || piece[matched] != rune)
        {
            if (matched == 0)
            {
                return index * _width;
            }

            matched = _fallbacks[index][matched];
        }

        return Advance(index, matched + 1);
    }

    public bool Accepts(int state) => state != Dead && state / _width == _pieces.Length - 1 && state % _width == _pieces[^1].Length;

    /// <summary>Whether every continuation fits.</summary>
    public bool AcceptsForever(int state) => _pieces.Length > 1 && _pieces[^1].Length == 0 && Accepts(state);

    // A piece other than the last is done as soon as it is found.
    private int Advance(int index, int matched)
    {
        while (index < _pieces.Length - 1 && matched == _pieces[index].Length)
        {
            (index, matched) = (index + 1, 0);
        }

        return (index * _width) + matched;
    }

    // For each count of matched characters: the longest proper suffix of them that the piece starts with.
    private static int[] FallbacksOf(int[] piece)
    {
        var fallbacks = new int[piece.Length + 1];
        var length = 0;
        for (var i = 1; i < piece.Length; i++)
        {
            while (length > 0 && piece[length] != piece[i])
            {
                length = fallbacks[length];
            }

            length += piece[length] == piece[i] ? 1 : 0;
            fallbacks[i + 1] = length;
        }

        return fallbacks;
    }
}
