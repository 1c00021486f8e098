using System.Globalization;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>
/// Canonical text, one scalar at a time: compatibility decomposition (NFKD, so that a composed and a decomposed letter agree),
/// marks dropped, look-alikes replaced, digits of all scripts as ASCII. Working per scalar makes the result independent of how text is split.
/// </summary>
/// <remarks>Pages of 256 scalars are computed on first use. Thread-safe: a page computed twice is the same page.</remarks>
internal static class CanonicalTable
{
    /// <summary>Stands for the degree sign in canonical bytes; ASCII has none.</summary>
    public const byte Degree = 0x01;

    private static readonly CanonicalEntry[]?[] _pages = new CanonicalEntry[]?[0x1100];
    private static readonly CanonicalEntry _drop = new(CanonicalKind.Drop, []);
    private static readonly CanonicalEntry _zeroWidth = new(CanonicalKind.ZeroWidth, []);
    private static readonly CanonicalEntry _hidden = new(CanonicalKind.Hidden, []);
    private static readonly CanonicalEntry _space = new(CanonicalKind.Breaks, []);
    private static readonly CanonicalEntry _newline = new(CanonicalKind.Breaks | CanonicalKind.Newline, []);
    private static readonly CanonicalEntry _degree = new(CanonicalKind.Ascii, [Degree]);

    public static CanonicalEntry Of(int scalar)
    {
        var page = _pages[scalar >> 8] ??= Build(scalar >> 8);
        return page[scalar & 0xFF];
    }

    /// <summary>The canonical bytes of a word, letter case folded: what a vocabulary must hold for the word to be found.</summary>
    public static byte[] Fold(string word)
    {
        var folded = new List<byte>(word.Length);
        foreach (var rune in word.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                folded.Add(AsciiClass.Fold[rune.Value]);
                continue;
            }

            foreach (var b in Of(rune.Value).Text)
            {
                folded.Add(AsciiClass.Fold[b]);
            }
        }

        return [.. folded];
    }

    private static CanonicalEntry[] Build(int number)
    {
        var page = new CanonicalEntry[256];
        for (var i = 0; i < 256; i++)
        {
            var scalar = (number << 8) | i;
            page[i] = Rune.IsValid(scalar) ? Compute(new Rune(scalar)) : _drop;
        }

        return page;
    }

    private static CanonicalEntry Compute(Rune rune)
    {
        var scalar = rune.Value;
        switch (scalar)
        {
            case 0x85 or 0x2028 or 0x2029:
                return _newline;
            case 0xB0 or 0xBA or 0x2DA:
                return _degree;
            case 0 or (>= 0x202D and <= 0x202E) or (>= 0xE0000 and <= 0xE0FFF and not (>= 0xE0100 and <= 0xE01EF)):
                return _hidden;
            case 0xAD or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF):
                return _drop;
            case 0x34F or 0x61C or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F)
                or (>= 0x200B and <= 0x200F) or (>= 0x202A and <= 0x202C) or (>= 0x2060 and <= 0x206F)
                or 0x2800 or 0x3164 or 0xFEFF or 0xFFA0 or (>= 0xFFF9 and <= 0xFFFB) or (>= 0x1D173 and <= 0x1D17A):
                return _zeroWidth;
        }

        if (LookAlikes.Signs.TryGetValue(scalar, out var sign))
        {
            return new CanonicalEntry(CanonicalKind.Ascii, [(byte)sign]);
        }

        if (LookAlikes.Letters.TryGetValue(scalar, out var twin))
        {
            var latin = scalar is (< 0x2B0 and not (0x251 or 0x261)) or (>= 0x1D00 and < 0x1DC0) or (>= 0x1E00 and < 0x1F00)
                or (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800) or (>= 0xAB30 and < 0xAB70);
            return new CanonicalEntry(
                CanonicalKind.Ascii | (latin ? CanonicalKind.Latin : CanonicalKind.LookAlike), [(byte)twin]);
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator => _space,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => _drop,
            UnicodeCategory.Control or UnicodeCategory.Format => _zeroWidth,
            UnicodeCategory.DecimalDigitNumber when Rune.GetNumericValue(rune) is >= 0 and <= 9 and var digit =>
                new CanonicalEntry(CanonicalKind.Ascii, [(byte)('0' + (int)digit)]),

            // normalization throws on what is not a character
            UnicodeCategory.OtherNotAssigned when SquaredLetter(scalar) is null => new CanonicalEntry(CanonicalKind.Letter, Encoding.UTF8.GetBytes(rune.ToString())),
            _ => Decompose(rune),
        };
    }

    private static CanonicalEntry Decompose(Rune rune)
    {
        if (SquaredLetter(rune.Value) is { } squared)
        {
            return new CanonicalEntry(CanonicalKind.Ascii | CanonicalKind.Styled, [squared]);
        }

        var text = new StringBuilder();
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(part) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark))
            {
                text.Append(LookAlikes.Signs.TryGetValue(part.Value, out var sign) ? sign.ToString()
                    : LookAlikes.Letters.TryGetValue(part.Value, out var twin) ? twin.ToString() : part.ToString());
            }
        }

        var canonical = text.ToString();
        if (canonical.Length > 0 && Ascii.IsValid(canonical))
        {
            var accented = rune.ToString().Normalize(NormalizationForm.FormD) is [var first, ..] && char.IsAsciiLetter(first);
            var letter = char.IsAsciiLetter(canonical[0]);
            var kind = CanonicalKind.Ascii | (!letter || rune.Value is >= 0xFB00 and <= 0xFB06 ? CanonicalKind.None : accented ? CanonicalKind.Latin : CanonicalKind.Styled);
            return new CanonicalEntry(kind, Encoding.ASCII.GetBytes(canonical));
        }

        var breaks = WritesWithoutSpaces(rune.Value) ? CanonicalKind.Breaks : CanonicalKind.None;
        return new CanonicalEntry(CanonicalKind.Letter | breaks, Encoding.UTF8.GetBytes(Rune.ToLowerInvariant(rune).ToString()));
    }

    /// <summary>Negative circled and squared capital letters, which have no decomposition.</summary>
    private static byte? SquaredLetter(int scalar) => scalar switch
    {
        >= 0x1F150 and <= 0x1F169 => (byte)('A' + (scalar - 0x1F150)),
        >= 0x1F170 and <= 0x1F189 => (byte)('A' + (scalar - 0x1F170)),
        _ => null,
    };

    /// <summary>Han, kana, Thai, Lao, Khmer, Myanmar: the next letter may start a new word. Symbols and pictures likewise.</summary>
    private static bool WritesWithoutSpaces(int scalar) => scalar
        is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x2190 and <= 0x2BFF) or (>= 0x2E80 and <= 0x31FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x1F000 and <= 0x3FFFF);
}
