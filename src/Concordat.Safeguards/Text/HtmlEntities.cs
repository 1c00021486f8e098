using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Text;

/// <summary>Named entities of HTML that stand for ASCII, for spaces and for what cannot be seen, and the styled alphabets (<c>&amp;Sopf;</c>).</summary>
internal static class HtmlEntities
{
    private const int _longest = 20;

    private const string _names =
        "amp 26 AMP 26 lt 3C LT 3C gt 3E GT 3E quot 22 QUOT 22 apos 27 nbsp 20 NonBreakingSpace 20 Tab 20 NewLine A excl 21 num 23 dollar 24 percnt 25 "
        + "lpar 28 rpar 29 ast 2A midast 2A plus 2B comma 2C period 2E sol 2F colon 3A semi 3B equals 3D quest 3F commat 40 lsqb 5B lbrack 5B bsol 5C "
        + "rsqb 5D rbrack 5D Hat 5E lowbar 5F UnderBar 5F grave 60 lcub 7B lbrace 7B verbar 7C vert 7C VerticalLine 7C rcub 7D rbrace 7D "
        + "hyphen 2D dash 2D minus 2D ndash 2D mdash 2D horbar 2D shy AD ensp 20 emsp 20 thinsp 20 numsp 20 puncsp 20 hairsp 20 MediumSpace 20 "
        + "ZeroWidthSpace 200B zwnj 200C zwj 200D lrm 200E rlm 200F NoBreak 2060 deg B0 rsquo 27 lsquo 27 ldquo 22 rdquo 22 inodot 69 imath 69 jmath 6A "
        + "ii 69 ee 65 dd 64 DD 44 planck 68 planckh 68 ell 6C reals 52 complexes 43 naturals 4E primes 50 rationals 51 integers 5A weierp 70 image 49 real 52";

    private static readonly FrozenDictionary<string, int> _values = Read();

    /// <summary>Reads the named entity at the start of the text; see <see cref="EscapeSyntax.Match"/>.</summary>
    public static int Match(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        var end = 1;
        while (end < text.Length && end <= _longest && char.IsAsciiLetterOrDigit((char)text[end]))
        {
            end++;
        }

        if (end >= text.Length)
        {
            return end <= _longest ? EscapeSyntax.Undecided : 0;
        }

        if (end < 3 || text[end] != ';')
        {
            return 0;
        }

        var name = Encoding.ASCII.GetString(text[1..end]);
        if (_values.TryGetValue(name, out value))
        {
            return end + 1;
        }

        // mathematical alphabets: one letter and the name of its style
        if (name.Length is 3 or 4 && char.IsAsciiLetter(name[0]) && name[1..] is "opf" or "scr" or "fr")
        {
            value = name[0];
            return end + 1;
        }

        return 0;
    }

    private static FrozenDictionary<string, int> Read()
    {
        var words = _names.Split(' ');
        var table = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            table[words[i]] = Convert.ToInt32(words[i + 1], 16);
        }

        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
