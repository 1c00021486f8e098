using System.Globalization;
using System.Text;

namespace Concordat.Cedar.Unicode;

/// <summary>A table of ranges of characters with a word for each, from a text in this assembly. Immutable.</summary>
internal sealed class CharacterRanges
{
    private readonly int[] _starts;
    private readonly (int End, string Word)[] _ranges;

    private CharacterRanges(List<(int Start, int End, string Word)> ranges)
    {
        _starts = [.. ranges.Select(range => range.Start)];
        _ranges = [.. ranges.Select(range => (range.End, range.Word))];
    }

    /// <summary>The word of the range that the character is in, or null.</summary>
    public string? Find(Rune rune)
    {
        var at = Array.BinarySearch(_starts, rune.Value);
        at = at < 0 ? ~at - 1 : at;
        return at >= 0 && rune.Value <= _ranges[at].End ? _ranges[at].Word : null;
    }

    /// <summary>Reads lines such as <c>41-5A Latn</c>.</summary>
    public static CharacterRanges Load(string name)
    {
        var type = typeof(CharacterRanges);
        using var stream = type.Assembly.GetManifestResourceStream(type, name) ?? throw new InvalidOperationException($"`{name}` is not in the assembly");
        using var reader = new StreamReader(stream);
        var ranges = new List<(int, int, string)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var codes = (space < 0 ? line : line[..space]).Split('-');
            var start = int.Parse(codes[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            var end = codes.Length == 1 ? start : int.Parse(codes[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            ranges.Add((start, end, space < 0 ? "" : line[(space + 1)..]));
        }

        return new CharacterRanges(ranges);
    }
}
