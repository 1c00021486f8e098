using Concordat.Ledger.Entries;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Verification;

/// <summary>Where in a log a verification begins, and the tree up to there, taken from the tiles that the root commits to.</summary>
internal sealed class LogStart(LogFiles files, Checkpoint checkpoint, EntryIndex minimum)
{
    private readonly long _kept = minimum.Value / TilePath.Width;

    /// <summary>The bundle that holds the first entry to be checked; none before the first that is kept.</summary>
    public async Task<long> BundleAsync(LedgerVerificationOptions options, CancellationToken cancellationToken)
    {
        if (options.SinceTime is { } time)
        {
            return await FindAsync(EntryTime.Of(time), cancellationToken);
        }

        return options.Since is { } since
            ? Math.Max(_kept, Math.Min(since.Value, checkpoint.Size) / TilePath.Width)
            : _kept;
    }

    /// <summary>The tree of the entries before a bundle, as the tiles have it; the root at the end shows whether they were right.</summary>
    public async Task<TileTree> TreeBeforeAsync(long bundle, CancellationToken cancellationToken)
    {
        var size = bundle * TilePath.Width;
        var partials = new Dictionary<int, TreeHash[]>();
        for (var level = 1; size >> (8 * level) > 0; level++)
        {
            var width = TileTree.PartialWidth(size, level);
            if (width > 0)
            {
                var number = TileTree.PartialNumber(size, level);
                var wide = (int)Math.Min(TilePath.Width, (checkpoint.Size >> (8 * level)) - (number * TilePath.Width));
                var tile = await files.ReadTileAsync(level, number, wide, number << (8 * (level + 1)), cancellationToken);
                partials[level] = tile.Hashes[..width];
            }
        }

        return TileTree.FromPartials(size, level => partials[level]);
    }

    /// <summary>The last bundle that begins before the time: entries may be a little out of order.</summary>
    private async Task<long> FindAsync(long time, CancellationToken cancellationToken)
    {
        var (low, high) = (_kept, (checkpoint.Size + TilePath.Width - 1) / TilePath.Width);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (await TimeOfAsync(middle, cancellationToken) < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Max(_kept, low - 1);
    }

    private async Task<long> TimeOfAsync(long bundle, CancellationToken cancellationToken)
    {
        var width = (int)Math.Min(TilePath.Width, checkpoint.Size - (bundle * TilePath.Width));
        var (file, bytes) = await files.ReadBundleAsync(bundle, width, cancellationToken);
        return TimeOf(bytes) ?? throw LogFiles.Fault("ledger_entry", file, "the first entry of the bundle has no time", 0, bundle * TilePath.Width);
    }

    private static long? TimeOf(byte[] bytes) =>
        new EntryBundle(bytes).TryNext(out var entry) && new EntryForm(EntrySchema.Current).Fault(entry, out var note) is null ? note.Time : null;
}
