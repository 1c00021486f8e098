using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Retention;

/// <summary>Removes the files that a log of a given minimum index need not serve (C2SP tlog-tiles, Pruning). May be run again.</summary>
/// <remarks>
/// A tile or bundle goes when its end index is at or below the minimum. Tiles of higher levels span more entries and stay until all of
/// those are gone, so that roots, inclusion and consistency proofs from the minimum on can always be made. The tiles over entries about
/// keys stay too: receipts carry those entries with their proofs. Tiles hold hashes, and tell nothing of what the entries said.
/// </remarks>
internal sealed class PrunedFiles(string directory, LedgerFiles files)
{
    private const int Group = 1000; // files of one directory, as the paths are made

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public void Remove(MinimumIndex kept, CancellationToken cancellationToken)
    {
        Remove(kept.Minimum.Value / TilePath.Width, static number => TilePath.Bundle(number), [], cancellationToken);
        for (var level = 0; kept.Minimum.Value >> (8 * (level + 1)) is > 0 and var ended; level++)
        {
            var at = level;
            Remove(ended, number => TilePath.Tile(at, number), [.. kept.KeyEntries.Select(k => k.Index >> (8 * (at + 1)))], cancellationToken);
        }
    }

    /// <param name="ended">The files with a lower number go.</param>
    /// <param name="needed">Those that stay all the same.</param>
    private void Remove(long ended, Func<long, string> path, HashSet<long> needed, CancellationToken cancellationToken)
    {
        for (long number = 0; number < ended; number += Group)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var folder = Path.GetDirectoryName(Path.Combine(directory, path(number)))!;
            if (!Directory.Exists(folder))
            {
                continue; // all of them went before
            }

            var removed = Count;
            for (var each = number; each < Math.Min(number + Group, ended); each++)
            {
                if (!needed.Contains(each))
                {
                    RemoveOne(Path.Combine(directory, path(each)));
                }
            }

            if (Count > removed)
            {
                files.SyncDirectory(folder);
            }

            RemoveEmpty(folder);
        }
    }

    private void RemoveOne(string path)
    {
        var file = new FileInfo(path);
        if (file.Exists)
        {
            (Count, Bytes) = (Count + 1, Bytes + file.Length);
            files.Delete(path);
        }

        // The specification lets partial forms go with the full one; mostly they went when it came.
        var partials = TilePath.PartialsOf(path);
        if (Directory.Exists(partials))
        {
            Directory.Delete(partials, recursive: true);
        }
    }

    /// <summary>Removes a directory that no file will come into again, and those above it that it leaves empty.</summary>
    private void RemoveEmpty(string folder)
    {
        while (!string.Equals(Path.GetDirectoryName(folder), Path.Combine(directory, "tile"), StringComparison.Ordinal) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }
}
