using System.Text;

namespace Concordat.Safeguards.Tests.Fuzzing;

/// <summary>Makes texts out of what the inspectors look for, and spoils them.</summary>
internal sealed class FuzzTexts(int seed)
{
    private static readonly string[] _pieces =
    [
        "SECRET", "TOP SECRET", "//", "(S", "(TS", ")", "NOFORN", "REL TO ", "USA, ", "GBR", "SI", "/", "TK", "SAR-BP", "RD", "\n", " ", "  ", "\t",
        "202", "555", "0143", "2025550143", "219-09-9998", "-", ".", "(", "+", "+1", "00", "0", "7", "38.8977", ",", "-77.0365", "°", "'", "\"", "N", "W",
        "a@b.co", "@", "jane.doe", "example.com", "x", "a", "I", "passport ", "US ", "plate ", "ABC", "1234", "ssn ", "phone ", "Classification:",
        "\u200B", "\u200D", "\u0301", "\uFE0F", "\uDB40\uDD41", "\uDB40\uDC41", "\u202E", "é", "ж", "漢", "Ａ", "\U0001D400", "🏴", "\u0378", "\0",
        "%", "%4", "%41", "%2541", "%252541", "%C3%A9", "%F0%9F%98%80", "%u0041", "&", "&#65;", "&#x41", "&amp;", "&nbsp;", "&Sopf;", "&#38;#65;", "&aaaaaaaaaaaaaaaaaaaaaaaaa",
        "\\", "\\\\", "\\n", "\\u0041", "\\\\u0041", "\\uD83D\\uDE00", "\\uD83D", "\\x41", "\\101", "\\u{41}", "\\U00000041",
        "data:image/png;base64,", "data:text/plain;base64,", "iVBORw0KGgoAAAANSUhEUgAA", "U0VDUkVULy9OT0ZPUk4gdGV4dA==", "VTBWRFVrVlVMeTlPVDBaUFVrND0=", "=", "616263646566676869", "JBSWY3DPEBLW64TMMQQQ====",
        "t r a c k ", "s-u-r-v-e-i-l", "s0c1al ", "social ", "credit ", "score ", "track ", "their ", "phones ", "FRPERG//ABSBEA", "S3CR3T//N0F0RN",
        "<slab:ConfidentialityInformation>", "<slab:PolicyIdentifier>NATO</slab:PolicyIdentifier>", "<slab:Classification>SECRET</slab:Classification>", "</slab:ConfidentialityInformation>",
        "{\"ConfidentialityInformation\":{", "\"Classification\":\"SECRET\"", "}}", "{", "}",
    ];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    /// <summary>A text of some pieces, now and then one of them many times.</summary>
    public string New()
    {
        var text = new StringBuilder();
        var count = _random.Next(1, 40);
        for (var i = 0; i < count; i++)
        {
            var piece = _pieces[_random.Next(_pieces.Length)];
            var times = _random.Next(12) == 0 ? _random.Next(2, 60) : 1;
            text.Insert(text.Length, piece, times);
        }

        return text.ToString();
    }

    /// <summary>The text with a piece put in, taken out, doubled or swapped.</summary>
    public string Spoil(string text)
    {
        var at = Boundary(text, _random.Next(text.Length + 1));
        var end = Boundary(text, Math.Min(text.Length, at + _random.Next(1, 40)));
        return _random.Next(5) switch
        {
            0 => text[..at] + text[end..],
            1 => text[..end] + text[at..],
            2 => text[..at] + string.Concat(Enumerable.Repeat(_pieces[_random.Next(_pieces.Length)], _random.Next(1, 20))) + text[at..],
            3 => text[..at] + Disguise.All.Values.ElementAt(_random.Next(Disguise.All.Count))(text[at..end]) + text[end..],
            _ => text[..at] + _pieces[_random.Next(_pieces.Length)] + text[end..],
        };
    }

    /// <summary>The text in a few parts, never inside a character.</summary>
    public string[] Cut(string text)
    {
        var cuts = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Boundary(text, _random.Next(text.Length + 1))).Append(0).Append(text.Length).Distinct().Order().ToArray();
        return [.. cuts.Zip(cuts.Skip(1)).Select(cut => text[cut.First..cut.Second])];
    }

    private static int Boundary(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
