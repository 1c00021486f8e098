using System.Text;
using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Glosses;

/// <summary>The words of one language and what they mean in English. Immutable and thread-safe.</summary>
/// <remarks>A line holds a word, a tab and English words; a word that ends in <c>*</c> stands for all that begin so.</remarks>
internal sealed class GlossTable
{
    private static readonly Lazy<GlossTable>[] _tables =
        [.. new[] { "es", "fr", "de", "ru", "ar", "zh" }.Select(code => new Lazy<GlossTable>(() => Parse(Encoding.UTF8.GetString(PackData.Read($"glosses.{code}.tsv").Span), $"glosses.{code}.tsv")))];

    private readonly Dictionary<ulong, string> _words = [];
    private readonly Dictionary<ulong, string> _stems = [];

    private GlossTable()
    {
    }

    /// <summary>The words of a language; read when it is first met.</summary>
    public static GlossTable Of(GlossLanguage language) => _tables[(int)language - 1].Value;

    /// <summary>The hashes of the words of all meanings.</summary>
    public IEnumerable<ulong> EnglishWords => _words.Values.Concat(_stems.Values).Distinct(StringComparer.Ordinal).SelectMany(gloss => gloss.Split(' ')).Select(Hash);

    /// <exception cref="InvalidDataException">A line has no tab, no word or no meaning.</exception>
    public static GlossTable Parse(string text, string name)
    {
        var table = new GlossTable();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length > 0 && !table.Add(line))
            {
                throw new InvalidDataException(FormattableString.Invariant($"{name}:{number}: expected a word, a tab and its meaning"));
            }
        }

        return table;
    }

    /// <summary>The longest beginning of a word that has a meaning: the whole of it, or a stem.</summary>
    /// <param name="word">Canonical bytes.</param>
    /// <param name="length">How many bytes it has; 0 when there is none.</param>
    public string? Find(ReadOnlySpan<byte> word, out int length)
    {
        var hash = WordTable.Seed;
        string? found = null;
        length = 0;
        for (var i = 0; i < word.Length; i++)
        {
            hash = WordTable.Step(hash, AsciiClass.Fold[word[i]]);
            if (_stems.TryGetValue(hash, out var stem))
            {
                (found, length) = (stem, i + 1);
            }
        }

        if (_words.TryGetValue(hash, out var whole))
        {
            (found, length) = (whole, word.Length);
        }

        return found;
    }

    /// <summary>The longest word that a text without spaces begins with.</summary>
    public string? FindFirst(ReadOnlySpan<byte> text, out int length)
    {
        const int LongestWord = 24;
        var hash = WordTable.Seed;
        string? found = null;
        length = 0;
        for (var i = 0; i < text.Length && i < LongestWord; i++)
        {
            hash = WordTable.Step(hash, AsciiClass.Fold[text[i]]);
            if (_words.TryGetValue(hash, out var word))
            {
                (found, length) = (word, i + 1);
            }
        }

        return found;
    }

    private bool Add(string line)
    {
        var tab = line.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 1 || tab == line.Length - 1)
        {
            return false;
        }

        var isStem = line[tab - 1] == '*';
        var hash = Hash(line[..(isStem ? tab - 1 : tab)]);

        // words that differ only in their accents are one word here: the first is kept
        (isStem ? _stems : _words).TryAdd(hash, line[(tab + 1)..]);
        return true;
    }

    private static ulong Hash(string word)
    {
        var hash = WordTable.Seed;
        foreach (var b in CanonicalTable.Fold(word))
        {
            hash = WordTable.Step(hash, AsciiClass.Fold[b]);
        }

        return hash;
    }
}
