using System.Buffers;
using System.Text;
using Concordat.Safeguards.Persons;

namespace Concordat.Safeguards.Text;

/// <summary>
/// Reads a finished token a second time as what it may stand for: <c>tr4ck</c>, <c>sur-veil</c>, <c>2.0.2.5.5.5</c>, <c>S3CR3T//N0F0RN</c>,
/// <c>FRPERG//ABSBEA</c> (rot13).
/// </summary>
/// <remarks>Sees only tokens that mix letters with digits or signs. Not thread-safe.</remarks>
internal sealed class TokenReadings(Findings findings, WordReader words, int nesting)
{
    private const int _shortest = 4;
    private const byte _joiner = LetterSigns.Joiner;

    private static readonly byte[] _letters = LetterSigns.Letters;

    private static readonly SearchValues<byte> _alternating = SearchValues.Create("-._*~ |+,:;"u8);

    private static readonly SearchValues<byte> _letterSigns = SearchValues.Create("$@!|"u8);

    private readonly byte[] _text = new byte[TokenWindow.Capacity + 32];
    private TextScanner? _inner;

    /// <summary>A sign that may stand for a letter comes before the token's end.</summary>
    public static bool HoldsLetterSign(ReadOnlySpan<byte> token) => token[..^1].ContainsAny(_letterSigns);

    /// <summary>Reads one token.</summary>
    /// <param name="token">Canonical bytes.</param>
    /// <param name="flags">Bits of <see cref="AsciiClass"/> that it holds.</param>
    /// <param name="number">Number of the token.</param>
    /// <param name="position">Where it starts in the original.</param>
    /// <param name="source">Its length in the original.</param>
    public void See(ReadOnlySpan<byte> token, int flags, int number, long position, int source)
    {
        findings.AddWork(token.Length);
        ReadWords(token, number, position);
        ReadMailbox(token);
        if (nesting >= TextScanner.MaxNesting)
        {
            return;
        }

        if ((flags & AsciiClass.Slash) != 0 && token.IndexOf("//"u8) >= 0 && !TokenClassifier.CouldBeMark(token, flags, labelled: false))
        {
            ReadMark(token, flags, number, position, source);
        }

        if (token.Length >= 7 && token[1] == token[3] && token[3] == token[5] && _alternating.Contains(token[1]))
        {
            ReadAlternating(token, number, position, source);
        }
    }

    public void Reset() => _inner?.Reset();

    /// <summary>Reads <c>jane[at]example(dot)com</c>.</summary>
    private void ReadMailbox(ReadOnlySpan<byte> token)
    {
        if (token.IndexOfAny("[({"u8) <= 0)
        {
            return;
        }

        var (length, ats) = (0, 0);
        for (var at = 0; at < token.Length;)
        {
            var sign = token[at] is (byte)'[' or (byte)'(' or (byte)'{' ? Bracketed(token[at..]) : default;
            ats += sign.Value == '@' ? 1 : 0;
            _text[length++] = sign.Length > 0 ? sign.Value : token[at];
            at += Math.Max(1, sign.Length);
        }

        if (ats > 0)
        {
            EmailInspector.Inspect(findings, _text.AsSpan(0, length), PersonContext.None);
        }
    }

    private static (int Length, byte Value) Bracketed(ReadOnlySpan<byte> text) =>
        text.Length > 3 && text[3] is (byte)']' or (byte)')' or (byte)'}' && Ascii.EqualsIgnoreCase(text[1..3], "at"u8) ? (4, (byte)'@')
        : text.Length > 4 && text[4] is (byte)']' or (byte)')' or (byte)'}' && Ascii.EqualsIgnoreCase(text[1..4], "dot"u8) ? (5, (byte)'.')
        : default;

    private void ReadWords(ReadOnlySpan<byte> token, int number, long position)
    {
        var start = 0;
        while (start < token.Length)
        {
            // a word: letters with something between them that may stand for a letter, or for nothing
            var (letters, odd, replaced, disguised) = (0, 0, 0, false);
            var end = start;
            for (; end < token.Length && _letters[token[end]] is not 0 and var letter; end++)
            {
                if (IsPlain(token[end], letter))
                {
                    letters++;
                    disguised |= odd > 0 && letters > 1;
                }
                else
                {
                    odd++;
                    replaced += letter == _joiner ? 0 : 1;
                }
            }

            if (letters >= 2 && letters + replaced >= _shortest && (disguised || (odd > 0 && replaced > 0)))
            {
                ReadOne(token[start..end], number, position);
            }

            start = end + 1;
        }
    }

    /// <summary>Looks the word up, once reading what looks like an i as an i, once as an l.</summary>
    private void ReadOne(ReadOnlySpan<byte> word, int number, long position)
    {
        unchecked
        {
            var (hash, twin) = (Topics.WordTable.Seed, Topics.WordTable.Seed);
            var replaced = false;
            foreach (var b in word)
            {
                var letter = _letters[b];
                if (letter == _joiner)
                {
                    continue;
                }

                var plain = IsPlain(b, letter);
                replaced |= !plain;
                hash = Topics.WordTable.Step(hash, letter);
                twin = Topics.WordTable.Step(twin, letter == 'i' && !plain ? (byte)'l' : letter);
            }

            if ((words.ReadInstead(hash, position, number) || (twin != hash && words.ReadInstead(twin, position, number))) && replaced)
            {
                findings.AddConfusable();
            }
        }
    }

    private static bool IsPlain(byte original, byte letter) => LetterSigns.IsPlain(original, letter);

    /// <summary>Tries the token as a mark with other letters: turned by thirteen, or digits read as letters.</summary>
    private void ReadMark(ReadOnlySpan<byte> token, int flags, int number, long position, int source)
    {
        var text = _text.AsSpan(0, token.Length);
        for (var i = 0; i < token.Length; i++)
        {
            text[i] = Turn(token[i]);
        }

        if (!TokenClassifier.CouldBeMark(text, flags, labelled: false))
        {
            var upper = (flags & AsciiClass.Lower) == 0;
            for (var i = 0; i < token.Length; i++)
            {
                var letter = _letters[token[i]];
                text[i] = char.IsAsciiLetter((char)token[i]) || letter <= _joiner ? token[i] : upper ? (byte)(letter - 32) : letter;
            }

            if (!TokenClassifier.CouldBeMark(text, flags, labelled: false))
            {
                return;
            }
        }

        Inspect(text, number, position, source);
    }

    /// <summary>Drops the sign that stands between all letters.</summary>
    private void ReadAlternating(ReadOnlySpan<byte> token, int number, long position, int source)
    {
        var length = 0;
        var sign = token[1];
        for (var i = 0; i < token.Length; i += 2)
        {
            _text[length++] = token[i];
            if (i + 1 < token.Length && token[i + 1] != sign)
            {
                break;
            }
        }

        if (length >= _shortest)
        {
            Inspect(_text.AsSpan(0, length), number, position, source);
        }
    }

    private void Inspect(ReadOnlySpan<byte> text, int number, long position, int source)
    {
        _inner ??= new TextScanner(findings, nesting + 1, new WordReader(findings, words), excerpt: true);
        _inner.Words.BeginAtToken(words, number);
        _inner.FeedDecoded(text, position, Math.Max(1, source));
        _inner.Complete();
    }

    private static byte Turn(byte b) => (char)b switch
    {
        >= 'A' and <= 'Z' => (byte)('A' + ((b - 'A' + 13) % 26)),
        >= 'a' and <= 'z' => (byte)('a' + ((b - 'a' + 13) % 26)),
        _ => b,
    };
}
