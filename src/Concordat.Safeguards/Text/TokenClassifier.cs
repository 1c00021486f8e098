using System.Buffers;
using System.Text;
using Concordat.Safeguards.Persons;

namespace Concordat.Safeguards.Text;

/// <summary>Tells what a token could be from its canonical bytes.</summary>
internal static class TokenClassifier
{
    private static readonly SearchValues<byte> _leading = SearchValues.Create("[{\"'*_#>-:=`"u8);
    private static readonly SearchValues<byte> _markInitials = SearchValues.Create("TSCUNt"u8);
    private static readonly SearchValues<byte> _linkInitials = SearchValues.Create("nsewxlaNSEWXLA"u8);
    private static readonly SearchValues<byte> _lineSigns = SearchValues.Create("*_#>-=+|\""u8);
    private static readonly string[] _markWords = ["TOP", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "CUI", "NATO", "COSMIC"];
    private static readonly string[] _portions = ["TS", "S", "C", "U", "CUI", "TOP", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "CTS", "NS", "NC", "NR", "NU", "NATO", "COSMIC"];
    private static readonly string[] _links = ["n", "s", "e", "w", "x", "lat", "lon", "lng", "long", "latitude", "longitude", "and", "ext", "north", "south", "east", "west"];

    /// <summary>What a token means for the window that it would join.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="flags">Bits of <see cref="AsciiClass"/> that the token holds.</param>
    /// <param name="words">The words before it.</param>
    /// <param name="number">The token's number.</param>
    public static TokenKind Classify(ReadOnlySpan<byte> token, int flags, WordReader words, int number)
    {
        if (CouldBeMark(token, flags, words.IsLabelled(number)))
        {
            return TokenKind.Mark;
        }

        if ((flags & AsciiClass.Digit) != 0)
        {
            return TokenKind.Number;
        }

        if (IsLink(token))
        {
            return TokenKind.Link;
        }

        // the letters of a plate or passport that stands in two parts
        return (flags & AsciiClass.Lower) == 0 && token.Length <= 4 && (words.ContextAt(number) & PersonContext.Codes) != PersonContext.None
            ? TokenKind.Number
            : TokenKind.Plain;
    }

    /// <summary>The token could begin a mark.</summary>
    /// <param name="token">Canonical bytes, letter case kept.</param>
    /// <param name="flags">Bits of <see cref="AsciiClass"/> that the token holds.</param>
    /// <param name="labelled">A word such as <c>classification</c> stands just before or in the token.</param>
    public static bool CouldBeMark(ReadOnlySpan<byte> token, int flags, bool labelled)
    {
        var slashed = (flags & AsciiClass.Slash) != 0 ? token.IndexOf("//"u8) : -1;
        if (slashed >= 0 && (slashed == 0 || EndsWithLevel(token[..slashed]) || (token[slashed - 1] == '(' && (flags & AsciiClass.Lower) == 0)))
        {
            return true;
        }

        var start = token.IndexOfAnyExcept(_leading);
        var body = start < 0 ? [] : token[start..];
        if (body.IsEmpty)
        {
            return false;
        }

        if (body[0] == '(')
        {
            return StartsWithAny(body[1..], _portions, wholeWord: true);
        }

        // `top` in any case: what follows decides
        return (_markInitials.Contains(body[0]) || labelled) && CouldBeWords(token, body, labelled);
    }

    private static bool CouldBeWords(ReadOnlySpan<byte> token, ReadOnlySpan<byte> body, bool labelled)
    {
        return StartsWithAny(body, _markWords, wholeWord: true)
            || (body.Length == 3 && Ascii.EqualsIgnoreCase(body, "top"))
            || (labelled && HasLevel(token));
    }

    /// <summary>The token may go on a mark that is open.</summary>
    public static bool ContinuesMark(ReadOnlySpan<byte> open, ReadOnlySpan<byte> token, int flags)
    {
        if ((flags & AsciiClass.Lower) == 0)
        {
            return true;
        }

        var slashed = token.IndexOf("//"u8);
        if (slashed > 0)
        {
            return EndsWithLevel(token[..slashed]);
        }

        // lower-case `secret//rel to usa, gbr`
        return open.IndexOf("//"u8) is >= 0 and var at && Ascii.EqualsIgnoreCase(Tail(open[(at + 2)..], 3), "rel") && token.TrimEnd(", "u8).Length is >= 2 and <= 4;
    }

    /// <summary>The token stands between two numbers of one identifier.</summary>
    public static bool IsLink(ReadOnlySpan<byte> token)
    {
        var word = token.Trim("\"',:;.()[]{}-"u8);
        if (word.IsEmpty)
        {
            return true;
        }

        if (!_linkInitials.Contains(word[0]))
        {
            return false;
        }

        foreach (var link in _links)
        {
            if (Ascii.EqualsIgnoreCase(word, link))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A token without digits, <c>@</c>, slash or capitals that may still open a window: a parenthesis, a dash before a number, <c>top</c>.</summary>
    public static bool CouldOpen(ReadOnlySpan<byte> token) =>
        token.Length <= 3 && (token[0] is (byte)'(' or (byte)'+' or (byte)'-' || Ascii.EqualsIgnoreCase(token, "top"));

    /// <summary>A parenthesis or a sign that a number begins with.</summary>
    public static bool IsOpening(ReadOnlySpan<byte> token) => token.Length <= 2 && token[0] is (byte)'(' or (byte)'+' or (byte)'-';

    /// <summary>List markers, labels that end in a colon and signs leave the next token at the start of its line.</summary>
    public static bool KeepsLineStart(ReadOnlySpan<byte> token) =>
        token[^1] == ':' || (token.Length <= 4 && (token[^1] is (byte)'.' or (byte)')' || !token.ContainsAnyInRange((byte)'0', (byte)'z')))
        || token.IndexOfAnyExcept(_lineSigns) < 0;

    private static ReadOnlySpan<byte> Tail(ReadOnlySpan<byte> text, int length) => text.Length < length ? text : text[..length];

    private static bool HasLevel(ReadOnlySpan<byte> token)
    {
        foreach (var word in _markWords)
        {
            for (var at = 0; at + word.Length <= token.Length; at++)
            {
                if (Ascii.Equals(token.Slice(at, word.Length), word))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool EndsWithLevel(ReadOnlySpan<byte> left)
    {
        foreach (var word in _portions)
        {
            if (left.Length >= word.Length && Ascii.EqualsIgnoreCase(left[^word.Length..], word)
                && (left.Length == word.Length || !char.IsAsciiLetterOrDigit((char)left[^(word.Length + 1)])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool StartsWithAny(ReadOnlySpan<byte> text, string[] words, bool wholeWord)
    {
        foreach (var word in words)
        {
            if (text.Length >= word.Length && Ascii.Equals(text[..word.Length], word)
                && (!wholeWord || text.Length == word.Length || !char.IsAsciiLetterOrDigit((char)text[word.Length])))
            {
                return true;
            }
        }

        return false;
    }
}
