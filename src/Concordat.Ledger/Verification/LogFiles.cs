using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Verification;

/// <summary>Reads the files of a log under verification; whatever is wrong with one is a fault. Safe for concurrent use.</summary>
internal sealed class LogFiles(ILogSource source)
{
    private const int MaxTileBytes = 2 * TilePath.Width * TreeHash.Length; // room to see that a tile is too long

    public ILogSource Source => source;

    public static LedgerFaultException Fault(string code, string file, string message, long? offset = null, long? index = null) =>
        new(new LedgerFault(code, file, offset, index is { } i ? new EntryIndex(i) : null, message));

    public async Task<(string File, TreeHash[] Hashes)> ReadTileAsync(int level, long number, int width, long first, CancellationToken cancellationToken)
    {
        var path = TilePath.Tile(level, number, width);
        var (file, bytes) = await ReadPartialOrFullAsync(path, TilePath.Tile(level, number), MaxTileBytes, first, cancellationToken);
        var expected = (string.Equals(file, path, StringComparison.Ordinal) ? width : TilePath.Width) * TreeHash.Length;
        return bytes.Length == expected
            ? (file, MemoryMarshal.Cast<byte, TreeHash>(bytes)[..width].ToArray())
            : throw Fault("ledger_tile", file, $"the tile has {bytes.Length} bytes, not {expected}", Math.Min(bytes.Length, expected), first);
    }

    public Task<(string File, byte[] Bytes)> ReadBundleAsync(long number, int width, CancellationToken cancellationToken) =>
        ReadPartialOrFullAsync(TilePath.Bundle(number, width), TilePath.Bundle(number), EntryBundle.MaxBytes, number * TilePath.Width, cancellationToken);

    public async ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(path, maxBytes, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault("ledger_unreadable", path, e.Message);
        }
    }

    private async Task<(string File, byte[] Bytes)> ReadPartialOrFullAsync(
        string path, string fullPath, int maxBytes, long first, CancellationToken cancellationToken)
    {
        if (await ReadAsync(path, maxBytes, cancellationToken) is { } bytes)
        {
            return (path, bytes);
        }

        // The specification lets a log remove a partial file once the full one exists.
        return await ReadAsync(fullPath, maxBytes, cancellationToken) is { } full
            ? (fullPath, full)
            : throw Fault("ledger_missing", path, "the file is missing", index: first);
    }
}
