using Concordat.Ledger.Keys;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Scrubbing;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger;

/// <summary>Reads every file of a log's folder, also while a writer is at work on it, and names each one that is damaged.</summary>
/// <remarks>
/// A verification asks whether the log is true, and ends at the first fault. A scrub asks which files the disk has lost: tiles of every level,
/// bundles, partial files that older checkpoints need, checkpoints, and the write-ahead segments. What it finds stays in the folder and keeps
/// writers from extending the log, until a scrub finds nothing; the first finding at once, the others at the end.
/// </remarks>
public static class LedgerScrub
{
    /// <summary>Reads the log in a directory.</summary>
    /// <param name="directory">The log's directory.</param>
    /// <param name="vkey">The log's verifier key; one from before a change of key will do.</param>
    /// <param name="options">Speed and progress.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FormatException">The verifier key is malformed.</exception>
    public static async Task<LedgerScrubResult> RunAsync(
        string directory, string vkey, LedgerScrubOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        var keys = new LogKeys(NoteVerifier.Parse(vkey));
        directory = Path.GetFullPath(directory);
        options ??= new LedgerScrubOptions();
        var files = new ScrubFiles(directory, options, cancellationToken);
        var mark = new DamageMark(Path.Combine(directory, WalScrub.Folder));
        var before = mark.State();
        var findings = new ScrubFindings(first => mark.Leave([first]));
        var checkpoint = await OpenAsync(directory, files, keys, findings, cancellationToken);
        if (checkpoint is { } opened)
        {
            // On a thread of its own: it waits for the disk, and for its turn.
            await Task.Factory.StartNew(
                () => Run(files, opened, keys, findings), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }

        var result = new LedgerScrubResult(checkpoint?.Checkpoint, files.Files, files.Bytes, findings.Count, findings.Kept);
        if (!result.IsSound)
        {
            return result with { IsHeld = mark.Leave(result.Faults) };
        }

        mark.Clear(before);
        ScrubMark.Leave(Path.Combine(directory, WalScrub.Folder), options.Time.GetUtcNow());
        return result;
    }

    /// <summary>When a scrub last read every file of a writer's log and found it sound; null when none has.</summary>
    /// <param name="directory">The log's directory.</param>
    public static DateTimeOffset? LastSound(string directory) => ScrubMark.Read(Path.Combine(directory, WalScrub.Folder));

    /// <summary>Reads the checkpoint and finds the key that signed it; without a right signature, whether it is whole shows in the tree.</summary>
    private static async Task<(Checkpoint Checkpoint, string? Fault, List<(string File, Checkpoint Checkpoint)> Kept)?> OpenAsync(
        string directory, ScrubFiles files, LogKeys keys, ScrubFindings findings, CancellationToken cancellationToken)
    {
        try
        {
            var first = keys.Current;
            var source = new DirectoryLogSource(directory);
            var kept = source.SavedCheckpoints().Select(name => (Name: name, Note: files.Read(name, SignedNote.MaxBytes))).ToList();
            if (files.Read(TilePath.Checkpoint, SignedNote.MaxBytes) is not { } note)
            {
                findings.Add("ledger_missing", TilePath.Checkpoint, "the file is missing");
                return null;
            }

            try
            {
                await KeyTrail.FollowAsync(new LogFiles(source), keys, note, MinimumIndex.Read(directory), cancellationToken);
            }
            catch (LedgerFaultException e)
            {
                findings.Add(e.Fault);
            }

            var opened = Open(note, keys);
            if (opened is not var (checkpoint, fault) || (fault is not null && keys.AreNamed(SignedNote.Parse(note))))
            {
                findings.Add("ledger_checkpoint", TilePath.Checkpoint, opened?.Fault ?? "it is not a checkpoint");
                return null;
            }

            return (checkpoint, fault, Older(kept, keys, fault is null, () => EarlierKeys.Of(files, first, checkpoint.Size), findings));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Add("ledger_unreadable", TilePath.Checkpoint, e.Message);
            return null;
        }
    }

    /// <summary>The checkpoint in a note, and why its signature does not count; null when there is no checkpoint in it.</summary>
    private static (Checkpoint Checkpoint, string? Fault)? Open(byte[] note, LogKeys keys)
    {
        try
        {
            return (keys.Open(note), null);
        }
        catch (FormatException e)
        {
            try
            {
                return Checkpoint.TryRead(SignedNote.Parse(note).TextBytes) is { } unsigned ? (unsigned, e.Message) : null;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }

    /// <param name="earlierKeys">Finds the keys from before the one that is known: checkpoints of their time may be kept.</param>
    private static List<(string File, Checkpoint Checkpoint)> Older(
        List<(string Name, byte[]? Note)> kept, LogKeys keys, bool areKeysKnown, Func<IReadOnlyList<NoteVerifier>> earlierKeys, ScrubFindings findings)
    {
        IReadOnlyList<NoteVerifier>? earlier = null;
        var older = new List<(string, Checkpoint)>();
        foreach (var (name, note) in kept)
        {
            if (note is null || !areKeysKnown)
            {
                continue;
            }

            if (Open(note, keys) is var (checkpoint, fault) && (fault is null || (earlier ??= earlierKeys()).Any(SignedNote.Parse(note).IsSignedBy)))
            {
                older.Add((name, checkpoint));
            }
            else
            {
                findings.Add("ledger_checkpoint", name, "it is not a checkpoint that the log's key signed");
            }
        }

        return older;
    }

    private static void Run(
        ScrubFiles files, (Checkpoint Checkpoint, string? Fault, List<(string File, Checkpoint Checkpoint)> Kept) opened, LogKeys keys, ScrubFindings findings)
    {
        var (checkpoint, fault, kept) = opened;
        var tiles = new TileReader(files.Read);
        if (new EdgeCheck(tiles, checkpoint, findings).Run() is var (edge, givesRoot))
        {
            new TileScrub(tiles, () => Minimum(files.Directory), findings).Run(edge, givesRoot);
        }

        new PartialScrub(files, tiles, checkpoint, findings).Run();
        new WalScrub(files, tiles, findings).Run(checkpoint, () => Newest(files, keys) ?? checkpoint.Size);
        if (findings.Count == 0)
        {
            Compare(files.Directory, tiles, kept, checkpoint, findings);
        }

        if (findings.Count == 0 && fault is not null)
        {
            findings.Add("ledger_checkpoint", TilePath.Checkpoint, fault);
        }
    }

    private static long? Newest(ScrubFiles files, LogKeys keys) => files.Read(TilePath.Checkpoint, SignedNote.MaxBytes) is { } note ? Open(note, keys)?.Checkpoint.Size : null;

    private static void Compare(string directory, TileReader tiles, List<(string File, Checkpoint Checkpoint)> kept, Checkpoint checkpoint, ScrubFindings findings)
    {
        foreach (var (file, older) in kept)
        {
            if (older.Size > checkpoint.Size)
            {
                findings.Add("ledger_rollback", file, $"the log once had {older.Size} entries and now has {checkpoint.Size}");
            }
            else if (older.Size >= Minimum(directory).Value && new ProofBuilder((height, index) => Node(tiles, checkpoint.Size, height, index)).Root(0, older.Size) != older.Root)
            {
                findings.Add("ledger_fork", file, $"the first {older.Size} entries are not those that this checkpoint covers");
            }
        }
    }

    private static EntryIndex Minimum(string directory) => MinimumIndex.Read(directory)?.Minimum ?? default;

    private static TreeHash Node(TileReader tiles, long size, int height, long index)
    {
        var (level, first) = (height / 8, index << (height % 8));
        var number = first / TilePath.Width;
        var width = (int)Math.Min(TilePath.Width, (size >> (8 * level)) - (number * TilePath.Width));
        var hashes = tiles.Tile(level, number, width).Hashes ?? throw new IOException($"{TilePath.Tile(level, number, width)}: it could be read a moment ago");
        return TileTree.Perfect(hashes.AsSpan((int)(first % TilePath.Width), 1 << (height % 8)));
    }
}
