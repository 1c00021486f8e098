using System.Globalization;
using System.Text;

namespace Concordat.Ledger.Keys;

/// <summary>The file <c>key-entries</c> beside a log: at which indexes its entries about keys stand, one a line, so that receipts can carry them.</summary>
/// <remarks>It only saves a search. Nothing is believed because of it: whoever reads a number proves the entry.</remarks>
internal static class KeyIndex
{
    public const string FileName = "key-entries";

    private const int MaxBytes = 1024 * 1024;

    /// <summary>The indexes below a size, in their order.</summary>
    public static IReadOnlyList<long> Read(string directory, long size)
    {
        var file = new FileInfo(Path.Combine(directory, FileName));
        return file is { Exists: true, Length: <= MaxBytes }
            ? [.. File.ReadLines(file.FullName).Select(Parse).Where(index => index >= 0 && index < size).Distinct().Order()]
            : [];
    }

    /// <summary>The file with further indexes in it.</summary>
    public static byte[] With(string directory, IReadOnlyList<long> more)
    {
        var all = Read(directory, more[0]).Concat(more);
        return Encoding.ASCII.GetBytes(string.Concat(all.Select(static i => string.Create(CultureInfo.InvariantCulture, $"{i}\n"))));
    }

    private static long Parse(string line) => long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
}
