using System.Globalization;

namespace Concordat.Ledger.Tiles;

/// <summary>Which tile or bundle a path names (C2SP tlog-tiles).</summary>
/// <param name="Level">Level of the tile; null for an entry bundle.</param>
/// <param name="Number">Place in its level.</param>
/// <param name="Width">Hashes or entries in it, 1 to 256.</param>
internal sealed record TileAddress(int? Level, long Number, int Width)
{
    private const int MaxLevel = 63;
    private const int MaxGroups = 6; // 10^18 tiles

    /// <summary>The one spelling of the path.</summary>
    public string Path => Level is { } level ? TilePath.Tile(level, Number, Width) : TilePath.Bundle(Number, Width);

    /// <summary>Reads a path below a log's prefix; null for anything but the exact spelling of a tile's or bundle's path.</summary>
    public static TileAddress? TryParse(string path)
    {
        var parts = path.Split('/', MaxGroups + 5);
        if (parts.Length < 3 || parts[0] is not "tile")
        {
            return null;
        }

        var level = -1;
        if (parts[1] is not "entries" && (!TryNumber(parts[1], out level) || level > MaxLevel))
        {
            return null;
        }

        var (end, width) = (parts.Length, TilePath.Width);
        if (parts[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            if (!TryNumber(parts[^1], out width) || width is 0 or >= TilePath.Width)
            {
                return null;
            }

            end--;
            parts[end - 1] = parts[end - 1][..^2];
        }

        if (end is < 3 or > MaxGroups + 2)
        {
            return null;
        }

        long number = 0;
        for (var i = 2; i < end; i++)
        {
            var group = i < end - 1 ? (parts[i].StartsWith('x') ? parts[i][1..] : "") : parts[i];
            if (group.Length != 3 || !TryNumber(group, out var digits))
            {
                return null;
            }

            number = (number * 1000) + digits;
        }

        var address = new TileAddress(level < 0 ? null : level, number, width);
        return string.Equals(address.Path, path, StringComparison.Ordinal) ? address : null;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && text.Length <= 3;
}
