using Concordat.Ledger.Entries;
using Concordat.Ledger.Fleet;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Retention;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Verification;

/// <summary>
/// One run over a log: rebuilds the tree from the entries and compares every file with it on the way. Bundles are read and hashed several
/// at a time, and put together in the order of the log.
/// </summary>
internal sealed class LogCheck(ILogSource source, NoteVerifier log, IReadOnlyList<NoteVerifier> witnesses, LedgerVerificationOptions options)
{
    private readonly LogFiles _files = new(source);
    private readonly LogKeys _keys = new(log);
    private readonly Queue<(int Level, long Number, TreeHash[] Hashes)> _fullTiles = new();
    private readonly RecordCheck? _record = options.Entries ? new RecordCheck(options.ClockTolerance) : null;
    private MinimumIndex? _minimum;
    private PrunedPart? _pruned;
    private TileTree _tree = new();
    private long _start;
    private readonly List<(string Name, byte[] Note)> _opened = [];
    private Checkpoint? _checkpoint;
    private OlderCheckpoints? _older;
    private FleetCheckpoint? _fleet;

    /// <summary>The signed checkpoint that the log is held against; null before it was read.</summary>
    public byte[]? Note { get; private set; }

    public LedgerVerificationResult Result(LedgerFault? fault) =>
        new(_checkpoint, _tree.Size - _start, _older?.Confirmed ?? 0, fault) { First = new EntryIndex(_start), Fleet = _fleet, Record = _record?.Finish(), KeyInForce = _keys.Count > 1 ? _keys.Current.ToString() : null, Stolen = [.. _keys.Stolen.Select(static s => new StolenKey(s.Key.ToString(), s.From))], Pruned = fault is null ? _pruned?.Pruning : null };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var note = await _files.ReadAsync(TilePath.Checkpoint, SignedNote.MaxBytes, cancellationToken)
            ?? throw LogFiles.Fault("ledger_checkpoint", TilePath.Checkpoint, "the checkpoint is missing");
        _minimum = await PrunedPart.ReadAsync(_files, cancellationToken);
        await KeyTrail.FollowAsync(_files, _keys, note, _minimum, cancellationToken);
        _checkpoint = OpenCheckpoint(TilePath.Checkpoint, note);
        if (options.Since is { } since && since.Value > _checkpoint.Size)
        {
            // Whoever checked so far before would else be told that a log which lost its end is valid.
            throw LogFiles.Fault("ledger_rollback", TilePath.Checkpoint, $"the log has {_checkpoint.Size} entries, and was to be checked from entry {since} on: if there were as many before, it went back");
        }

        if (WitnessFault(note) is { } missing)
        {
            // A log that is written now has its newest checkpoint cosigned a moment later, in a file of its own.
            var witnessed = await _files.ReadAsync(WitnessedCheckpoint.FileName, SignedNote.MaxBytes, cancellationToken);
            if ((witnessed is null ? missing : WitnessFault(witnessed)) is { } fault)
            {
                throw LogFiles.Fault("ledger_witness", TilePath.Checkpoint, fault);
            }

            _checkpoint = OpenCheckpoint(WitnessedCheckpoint.FileName, witnessed!);
            note = witnessed!;
        }

        Note = note;
        await BeginAsync(cancellationToken);
        await CheckBundlesAsync(cancellationToken);
        await CheckEdgeAsync(cancellationToken);
        if (_tree.Root() != _checkpoint.Root)
        {
            throw LogFiles.Fault("ledger_root", TilePath.Checkpoint, $"the root is not that of the {_tree.Size} entries");
        }

        _pruned?.ThrowIfUnsaid();

        // Once more, now that every change and revocation of a key is known.
        _older!.ThrowIfAnyIsLeft();
        foreach (var (name, opened) in _opened)
        {
            Require(name, opened);
        }

        if (WitnessFault(note) is { } revoked)
        {
            throw LogFiles.Fault("ledger_witness", TilePath.Checkpoint, revoked);
        }
    }

    private Checkpoint OpenCheckpoint(string file, byte[] note)
    {
        _opened.Add((file, note));
        return Require(file, note);
    }

    private Checkpoint Require(string file, byte[] note)
    {
        try
        {
            return _keys.Open(note);
        }
        catch (FormatException e)
        {
            throw LogFiles.Fault("ledger_checkpoint", file, e.Message);
        }
    }

    /// <summary>Which cosignature is missing or does not count; null when all do.</summary>
    private string? WitnessFault(byte[] note)
    {
        try
        {
            var signed = SignedNote.Parse(note);
            var size = Checkpoint.TryRead(signed.TextBytes)?.Size ?? 0;
            return witnesses.Select(witness => _keys.CosignatureFault(signed, witness, size)).FirstOrDefault(static fault => fault is not null);
        }
        catch (FormatException e)
        {
            throw LogFiles.Fault("ledger_witness", TilePath.Checkpoint, e.Message);
        }
    }

    /// <summary>Finds where to begin: not after any checkpoint that has to be compared.</summary>
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var kept = _minimum?.Minimum ?? default;
        if (kept.Value > _checkpoint!.Size)
        {
            throw LogFiles.Fault("ledger_pruned", MinimumIndex.FileName, $"it says that entries before {kept} were pruned, but the log has {_checkpoint.Size}");
        }

        var start = new LogStart(_files, _checkpoint, kept);
        var bundle = await start.BundleAsync(options, cancellationToken);
        var given = options.OlderCheckpoints.Select(older => (older.Name, Checkpoint: OpenCheckpoint(older.Name, older.Note))).ToList();
        if (options.Fleet is { } fleet)
        {
            (_fleet, var head) = FleetHead.Open(fleet, [log, _keys.Current, .. options.FleetSigners.Select(NoteVerifier.Parse)], log.Name);
            given.Add((fleet.Name, head));
        }

        foreach (var (name, checkpoint) in given)
        {
            bundle = checkpoint.Size >= kept.Value
                ? Math.Min(bundle, checkpoint.Size / TilePath.Width)
                : throw LogFiles.Fault(
                    "ledger_pruned", name, $"it covers {checkpoint.Size} entries, and the log was pruned up to entry {kept}: nothing shows any more whether the log continues it");
        }

        _pruned = bundle * TilePath.Width == kept.Value && kept.Value > 0 ? new PrunedPart(kept) : null;
        _tree = await start.TreeBeforeAsync(bundle, cancellationToken);
        _start = _tree.Size;
        _older = new OlderCheckpoints(_checkpoint!);
        foreach (var (name, checkpoint) in given)
        {
            _older.Add(name, checkpoint);
        }

        foreach (var name in source.SavedCheckpoints())
        {
            var saved = OpenCheckpoint(name, (await _files.ReadAsync(name, SignedNote.MaxBytes, cancellationToken))!);
            if (saved.Size >= _start)
            {
                _older.Add(name, saved);
            }
        }

        _older.Check(_tree);
    }

    private async Task CheckBundlesAsync(CancellationToken cancellationToken)
    {
        var end = (_checkpoint!.Size + TilePath.Width - 1) / TilePath.Width;
        var slots = Enumerable.Range(0, options.Parallelism)
            .Select(_ => new BundleCheck(_files, _checkpoint, _record is null ? null : new EntryForm(EntrySchema.Current))).ToArray();
        var running = new Queue<Task<BundleResult>>();
        try
        {
            for (long next = _start / TilePath.Width, number = next; number < end; number++)
            {
                for (; next < end && running.Count < slots.Length; next++)
                {
                    var (slot, bundle) = (slots[next % slots.Length], next);
                    running.Enqueue(Task.Run(() => slot.CheckAsync(bundle, cancellationToken), cancellationToken));
                }

                var result = await running.Dequeue();
                await AddAsync(result, cancellationToken);
                options.Progress?.Report(_tree.Size);
            }
        }
        finally
        {
            await ((Task)Task.WhenAll(running)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AddAsync(BundleResult bundle, CancellationToken cancellationToken)
    {
        if (bundle.Fault is { } fault)
        {
            throw new LedgerFaultException(fault);
        }

        var first = _tree.Size;
        KeyTrail.Read(_keys, first / TilePath.Width, bundle.KeyChanges);
        foreach (var (place, statement) in bundle.Prunings)
        {
            _pruned?.Take(new EntryIndex(first + place), statement);
        }

        if (bundle.Leaves.Length == TilePath.Width && _older!.NextSize >= first + TilePath.Width)
        {
            _tree.AppendTile(bundle.Root, KeepFull);
        }
        else
        {
            foreach (var leaf in bundle.Leaves)
            {
                _tree.Append(leaf, KeepFull);
                _older!.Check(_tree);
            }
        }

        _older!.Check(_tree);
        while (_fullTiles.TryDequeue(out var full))
        {
            await CompareTileAsync(full.Level, full.Number, full.Hashes, cancellationToken);
        }

        for (var i = 0; i < bundle.Notes.Length; i++)
        {
            _record!.Add(first + i, bundle.Notes[i], bundle.FormFaults?.GetValueOrDefault(i));
        }
    }

    /// <summary>Level 0 is compared with the entries themselves.</summary>
    private void KeepFull(int level, long number, ReadOnlySpan<TreeHash> hashes)
    {
        if (level > 0)
        {
            _fullTiles.Enqueue((level, number, hashes.ToArray()));
        }
    }

    /// <summary>The unfinished tiles above level 0; level 0 was compared with the last bundle.</summary>
    private async Task CheckEdgeAsync(CancellationToken cancellationToken)
    {
        for (var level = 1; level < _tree.Levels; level++)
        {
            if (TileTree.PartialWidth(_tree.Size, level) > 0)
            {
                await CompareTileAsync(level, TileTree.PartialNumber(_tree.Size, level), _tree.Partial(level).ToArray(), cancellationToken);
            }
        }
    }

    private async Task CompareTileAsync(int level, long number, TreeHash[] computed, CancellationToken cancellationToken)
    {
        var entriesPerHash = 1L << (8 * level);
        var first = number * TilePath.Width * entriesPerHash;
        var tile = await _files.ReadTileAsync(level, number, computed.Length, first, cancellationToken);
        for (var i = 0; i < computed.Length; i++)
        {
            if (computed[i] != tile.Hashes[i])
            {
                var from = first + (i * entriesPerHash);
                throw LogFiles.Fault("ledger_tile", tile.File, $"the hash is not that of entries {from} to {from + entriesPerHash - 1}", i * TreeHash.Length, from);
            }
        }
    }
}
