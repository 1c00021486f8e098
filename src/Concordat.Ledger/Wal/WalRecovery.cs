namespace Concordat.Ledger.Wal;

/// <summary>Finds out, on opening, which records the segments hold.</summary>
internal static class WalRecovery
{
    /// <summary>Opens the segments, each marked with its last whole record.</summary>
    /// <param name="directory">Directory of the segments.</param>
    /// <param name="checkpointSize">Number of entries that the checkpoint covers.</param>
    /// <returns>The segments in order.</returns>
    /// <exception cref="LedgerCorruptException">Acknowledged records are missing or damaged.</exception>
    public static List<WalSegment> Open(string directory, long checkpointSize)
    {
        var files = Names(directory);
        var segments = new List<WalSegment>();
        try
        {
            for (var i = 0; i < files.Count; i++)
            {
                if (i == 0 && files[0].First > checkpointSize)
                {
                    throw new LedgerCorruptException(
                        files[0].Path, 0, $"the segments begin at entry {files[0].First}, but the checkpoint ends at {checkpointSize}");
                }

                var limit = i + 1 < files.Count ? files[i + 1].First : long.MaxValue;
                segments.Add(limit <= checkpointSize ? OpenFinished(files[i].Path, files[i].First, limit) : OpenSegment(files[i].Path, files[i].First, limit));
            }

            if (segments.Count > 0 && segments[^1].DurableEnd < checkpointSize)
            {
                throw new LedgerCorruptException(
                    segments[^1].Path, segments[^1].DurableBytes,
                    $"the segments end at entry {segments[^1].DurableEnd}, but the checkpoint covers {checkpointSize}");
            }
        }
        catch
        {
            segments.ForEach(static s => s.Dispose());
            throw;
        }

        return segments;
    }

    /// <summary>The segments' files in order.</summary>
    public static List<(string Path, long First)> Names(string directory)
    {
        var files = new List<(string Path, long First)>();
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            if (WalSegment.TryParseName(Path.GetFileName(path), out var first))
            {
                files.Add((path, first));
            }
        }

        files.Sort(static (a, b) => a.First.CompareTo(b.First));
        return files;
    }

    /// <summary>A segment whose entries are all tiles already: only its removal was interrupted.</summary>
    private static WalSegment OpenFinished(string path, long first, long limit)
    {
        var segment = new WalSegment(path, first, new FileInfo(path).Length, File.OpenHandle(path)) { Abandoned = true };
        segment.Advance(0, limit);
        return segment;
    }

    /// <param name="path">The segment's file.</param>
    /// <param name="first">Index of its first record.</param>
    /// <param name="limit">First index of the next segment: records from there on were never acknowledged in this one.</param>
    private static WalSegment OpenSegment(string path, long first, long limit)
    {
        var bytes = File.ReadAllBytes(path);
        var scan = WalScan.Run(bytes, first, limit);
        if (scan.Fault is { } fault)
        {
            throw new LedgerCorruptException(path, scan.Bytes, fault);
        }

        var segment = new WalSegment(path, first, bytes.Length, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            Abandoned = true,
        };
        segment.Advance(scan.Bytes, scan.End);
        return segment;
    }
}
