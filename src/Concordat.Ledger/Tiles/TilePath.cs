using System.Globalization;

namespace Concordat.Ledger.Tiles;

/// <summary>Where tiles and entry bundles lie below a log's prefix (C2SP tlog-tiles).</summary>
internal static class TilePath
{
    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int Width = 256;

    public const string Checkpoint = "checkpoint";

    /// <param name="level">Level of the tile, 0 for leaf hashes.</param>
    /// <param name="number">Place of the tile in its level.</param>
    /// <param name="width">Hashes in the tile, 1 to 256; fewer than 256 is a partial tile.</param>
    public static string Tile(int level, long number, int width = Width) =>
        string.Create(CultureInfo.InvariantCulture, $"tile/{level}/{Number(number)}{Partial(width)}");

    public static string Bundle(long number, int width = Width) => $"tile/entries/{Number(number)}{Partial(width)}";

    /// <summary>Directory that holds the partial forms of a tile or bundle.</summary>
    public static string PartialsOf(string fullPath) => fullPath + ".p";

    /// <summary>1234067 becomes <c>x001/x234/067</c>.</summary>
    private static string Number(long number)
    {
        var text = (number % 1000).ToString("D3", CultureInfo.InvariantCulture);
        for (number /= 1000; number > 0; number /= 1000)
        {
            text = string.Create(CultureInfo.InvariantCulture, $"x{number % 1000:D3}/{text}");
        }

        return text;
    }

    private static string Partial(int width) => width switch
    {
        Width => "",
        > 0 and < Width => ".p/" + width.ToString(CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "a tile has 1 to 256 hashes"),
    };
}
