using System.Text;
using Concordat.Safeguards.Text;
using Concordat.Safeguards.Topics;

namespace Concordat.Safeguards.Glosses;

/// <summary>Puts English words in place of those of other languages, word by word, so that what was learned in English is found in them.</summary>
/// <remarks>No translation: the order of words stays, endings are lost. Bounded; linear in the text. Not thread-safe.</remarks>
internal sealed class GlossReader
{
    private const int MostChars = 4096;
    private const int MostWords = 512;
    private const int ShortestPart = 4;

    // what Arabic writes together with the word after it: and, the, with, for, as, so, will, and the persons of verbs
    private static readonly byte[][] _arabicHeads = [.. "وال بال كال فال لل ال و ف ب ل ك س ي ت ن ا وي وت سي ست لي لت".Split(' ').Select(CanonicalTable.Fold)];

    private readonly char[] _text = new char[MostChars];
    private readonly ulong[] _words = new ulong[MostWords];
    private GlossLanguage _language;
    private int _length;
    private int _count;

    /// <summary>The English words, until the next reading.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>The hashes of the English words, and of words without a meaning.</summary>
    public ReadOnlySpan<ulong> Words => _words.AsSpan(0, _count);

    /// <summary>Reads a window.</summary>
    /// <param name="text">Canonical bytes.</param>
    /// <param name="words">The hashes of its words.</param>
    /// <returns>False when it is English, or in no language that is known: there is nothing to read then.</returns>
    public bool Read(ReadOnlySpan<byte> text, ReadOnlySpan<ulong> words)
    {
        _length = _count = 0;
        _language = WindowLanguage.Of(text, words);
        if (_language == GlossLanguage.None)
        {
            return false;
        }

        for (var at = 0; at < text.Length && _count < MostWords;)
        {
            var end = WordEnd(text, at);
            if (end > at)
            {
                ReadWord(text[at..end]);
                at = end;
            }
            else
            {
                AddSign(text[at++]);
            }
        }

        return true;
    }

    private static int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && (text[at] >= 0x80 || (AsciiClass.Of[text[at]] & AsciiClass.Word) != 0))
        {
            at++;
        }

        return at;
    }

    private void ReadWord(ReadOnlySpan<byte> word)
    {
        var script = _language;
        foreach (var b in word)
        {
            if (b >= 0xD0 && WindowLanguage.OfLead(b) is var found and not GlossLanguage.None)
            {
                script = found;
                break;
            }
        }

        switch (script)
        {
            case GlossLanguage.Chinese:
                ReadRun(word);
                break;
            case GlossLanguage.Arabic:
                Add(FindArabic(word), word);
                break;
            case GlossLanguage.German:
                ReadParts(word);
                break;
            default:
                Add(GlossTable.Of(script).Find(word, out _), word);
                break;
        }
    }

    /// <summary>Chinese writes no spaces: the longest word comes first.</summary>
    private void ReadRun(ReadOnlySpan<byte> run)
    {
        var table = GlossTable.Of(GlossLanguage.Chinese);
        while (!run.IsEmpty && _count < MostWords)
        {
            if (run[0] < 0x80)
            {
                var end = 1;
                while (end < run.Length && run[end] < 0x80)
                {
                    end++;
                }

                Add(null, run[..end]);
                run = run[end..];
                continue;
            }

            var gloss = table.FindFirst(run, out var length);
            Rune.DecodeFromUtf8(run, out _, out var letter);
            length = gloss is null ? letter : length;
            Add(gloss, run[..length]);
            run = run[length..];
        }
    }

    /// <summary>German joins words: what follows the first may be words too.</summary>
    private void ReadParts(ReadOnlySpan<byte> word)
    {
        var table = GlossTable.Of(GlossLanguage.German);
        Add(table.Find(word, out var length), word);
        for (var part = 0; part < 3 && length > 0 && word.Length - length >= ShortestPart; part++)
        {
            word = word[length..];
            var gloss = table.Find(word, out length);
            if (gloss is null && word[0] is (byte)'s' or (byte)'n' or (byte)'e')
            {
                word = word[1..];
                gloss = table.Find(word, out length);
            }

            if (gloss is not null)
            {
                AddGloss(gloss);
            }
        }
    }

    private static string? FindArabic(ReadOnlySpan<byte> word)
    {
        var table = GlossTable.Of(GlossLanguage.Arabic);
        var best = table.Find(word, out var most);
        foreach (var head in _arabicHeads)
        {
            if (word.StartsWith(head) && word.Length - head.Length >= ShortestPart && table.Find(word[head.Length..], out var length) is { } gloss && length > most)
            {
                (best, most) = (gloss, length);
            }
        }

        return best;
    }

    private void Add(string? gloss, ReadOnlySpan<byte> word)
    {
        if (gloss is not null)
        {
            AddGloss(gloss);
        }
        else
        {
            AddUnknown(word);
        }
    }

    private void AddGloss(string gloss)
    {
        if (_length + gloss.Length + 1 > MostChars)
        {
            return;
        }

        Space();
        gloss.CopyTo(_text.AsSpan(_length));
        _length += gloss.Length;
        var hash = WordTable.Seed;
        var any = false;
        foreach (var c in gloss)
        {
            if (c < 0x80 && (AsciiClass.Of[c] & AsciiClass.Word) != 0)
            {
                hash = WordTable.Step(hash, AsciiClass.Fold[c]);
                any = true;
            }
            else if (any)
            {
                AddHash(hash);
                (hash, any) = (WordTable.Seed, false);
            }
        }

        if (any)
        {
            AddHash(hash);
        }
    }

    /// <summary>A word without a meaning stays where its letters are Latin: a name, an English word, a number.</summary>
    private void AddUnknown(ReadOnlySpan<byte> word)
    {
        var hash = WordTable.Seed;
        foreach (var b in word)
        {
            hash = WordTable.Step(hash, AsciiClass.Fold[b]);
        }

        AddHash(hash);
        if (Ascii.IsValid(word) && word.Length > 1 && _length + word.Length + 1 <= MostChars)
        {
            Space();
            _length += Encoding.ASCII.GetChars(word, _text.AsSpan(_length));
        }
    }

    private void AddSign(byte sign)
    {
        if (sign is not ((byte)' ' or (byte)'\'') && _length < MostChars)
        {
            _text[_length++] = (char)sign;
        }
    }

    private void Space()
    {
        if (_length > 0)
        {
            _text[_length++] = ' ';
        }
    }

    private void AddHash(ulong hash)
    {
        if (_count < MostWords)
        {
            _words[_count++] = hash;
        }
    }
}
