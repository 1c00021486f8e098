using System.Globalization;
using System.Text;

namespace Concordat.Gateway.Orders;

/// <summary>A name as whole words, without case, accents, width and punctuation: <c>Meta, Inc.</c> has the word <c>META</c>, <c>Metadata Inc</c> has not.</summary>
/// <remarks>Wider than how orders are matched with deployments, where names are equal but for case and white space: here a finding stops nothing.</remarks>
internal sealed class NameWords
{
    private static readonly HashSet<string> LegalForms = new(StringComparer.Ordinal)
    {
        "INC", "INCORPORATED", "LLC", "LTD", "LIMITED", "CORP", "CORPORATION", "CO", "COMPANY", "PLC", "PBC", "LLP", "LP", "GMBH", "AG", "SA", "SAS", "SE", "BV", "NV", "AB", "OY", "PTE", "PTY",
    };

    private readonly string _joined;
    private readonly List<int> _starts = []; // of each word in what is joined, and the end

    private NameWords(IReadOnlyList<string> words)
    {
        _joined = string.Concat(words);
        var at = 0;
        foreach (var word in words)
        {
            _starts.Add(at);
            at += word.Length;
        }

        _starts.Add(at);
    }

    public bool IsEmpty => _joined.Length == 0;

    public static NameWords Of(string text) => new(Words(text));

    /// <summary>The words of a company's name without its legal form, by which it is looked for.</summary>
    public static NameWords OfCompany(string name)
    {
        var words = Words(name);
        while (words.Count > 1 && LegalForms.Contains(words[^1]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return new NameWords(words);
    }

    /// <summary>Whether the other's words stand here as whole words, in that order; how they are divided among each other does not count.</summary>
    public bool Has(NameWords other) => !other.IsEmpty && _starts.Exists(start => StartsAt(start, other) && _starts.Contains(start + other._joined.Length));

    /// <summary>Whether a word here begins what the other says: a family of models.</summary>
    public bool HasFamily(NameWords other) => !other.IsEmpty && _starts.Exists(start => StartsAt(start, other));

    /// <summary>Whether both are the same but for how words are divided.</summary>
    public bool Is(NameWords other) => !IsEmpty && _joined.Equals(other._joined, StringComparison.Ordinal);

    /// <summary>Whether both are the same word for word: of versions, 1.12 is not 11.2.</summary>
    public bool IsWordForWord(NameWords other) => Is(other) && _starts.SequenceEqual(other._starts);

    private bool StartsAt(int start, NameWords other) => _joined.AsSpan(start).StartsWith(other._joined, StringComparison.Ordinal);

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(Rune.ToUpperInvariant(rune).ToString());
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
