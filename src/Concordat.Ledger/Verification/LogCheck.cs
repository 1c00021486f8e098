using System.Runtime.InteropServices;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Witnessing;

namespace Concordat.Ledger.Verification;

/// <summary>One run over a log: rebuilds the tree from the entries and compares every file with it on the way.</summary>
internal sealed class LogCheck(ILogSource source, NoteVerifier log, IReadOnlyList<NoteVerifier> witnesses, IProgress<long>? progress)
{
    private const int MaxTileBytes = 2 * TilePath.Width * TreeHash.Length; // room to see that a tile is too long

    private readonly TileTree _tree = new();
    private readonly LeafHasher _hasher = new();
    private readonly Queue<(int Level, long Number, TreeHash[] Hashes)> _fullTiles = new();
    private Checkpoint? _checkpoint;
    private OlderCheckpoints? _older;

    /// <summary>The signed checkpoint that the log is held against; null before it was read.</summary>
    public byte[]? Note { get; private set; }

    public LedgerVerificationResult Result(LedgerFault? fault) => new(_checkpoint, _tree.Size, _older?.Confirmed ?? 0, fault);

    public async Task RunAsync(IReadOnlyList<(string Name, byte[] Note)> saved, CancellationToken cancellationToken)
    {
        var note = await ReadAsync(TilePath.Checkpoint, SignedNote.MaxBytes, cancellationToken) ?? throw Fault("ledger_checkpoint", TilePath.Checkpoint, "the checkpoint is missing");
        _checkpoint = OpenCheckpoint(TilePath.Checkpoint, note);
        if (MissingWitness(note) is { } missing)
        {
            // A log that is written now has its newest checkpoint cosigned a moment later, in a file of its own.
            var witnessed = await ReadAsync(WitnessedCheckpoint.FileName, SignedNote.MaxBytes, cancellationToken);
            if (witnessed is null || MissingWitness(witnessed) is not null)
            {
                throw Fault("ledger_witness", TilePath.Checkpoint, $"the checkpoint is not cosigned by `{missing.Name}`");
            }

            _checkpoint = OpenCheckpoint(WitnessedCheckpoint.FileName, witnessed);
            note = witnessed;
        }

        Note = note;
        _older = await ReadOlderAsync(saved, cancellationToken);
        for (long number = 0; number * TilePath.Width < _checkpoint.Size; number++)
        {
            await CheckBundleAsync(number, cancellationToken);
            progress?.Report(_tree.Size);
        }

        await CheckEdgeAsync(cancellationToken);
        if (_tree.Root() != _checkpoint.Root)
        {
            throw Fault("ledger_root", TilePath.Checkpoint, $"the root is not that of the {_tree.Size} entries");
        }

        _older.ThrowIfAnyIsLeft();
    }

    private static LedgerFaultException Fault(string code, string file, string message, long? offset = null, long? index = null) =>
        new(new LedgerFault(code, file, offset, index is { } i ? new EntryIndex(i) : null, message));

    private Checkpoint OpenCheckpoint(string file, byte[] note)
    {
        try
        {
            return Checkpoint.Open(note, log);
        }
        catch (FormatException e)
        {
            throw Fault("ledger_checkpoint", file, e.Message);
        }
    }

    private NoteVerifier? MissingWitness(byte[] note)
    {
        try
        {
            return witnesses.FirstOrDefault(witness => !Checkpoint.IsCosigned(note, witness));
        }
        catch (FormatException e)
        {
            throw Fault("ledger_witness", TilePath.Checkpoint, e.Message);
        }
    }

    private async Task<OlderCheckpoints> ReadOlderAsync(IReadOnlyList<(string Name, byte[] Note)> saved, CancellationToken cancellationToken)
    {
        var older = new OlderCheckpoints(_checkpoint!);
        foreach (var (name, note) in saved)
        {
            older.Add(name, OpenCheckpoint(name, note));
        }

        foreach (var name in source.SavedCheckpoints())
        {
            older.Add(name, OpenCheckpoint(name, (await ReadAsync(name, SignedNote.MaxBytes, cancellationToken))!));
        }

        older.Check(_tree);
        return older;
    }

    private async Task CheckBundleAsync(long number, CancellationToken cancellationToken)
    {
        var first = number * TilePath.Width;
        var width = (int)Math.Min(TilePath.Width, _checkpoint!.Size - first);
        var (file, bytes) = await ReadPartialOrFullAsync(TilePath.Bundle(number, width), TilePath.Bundle(number), EntryBundle.MaxBytes, first, cancellationToken);
        var tile = await ReadTileAsync(0, number, width, first, cancellationToken);
        var (leaves, offsets, end) = HashEntries(bytes, width);
        for (var i = 0; i < offsets.Count; i++)
        {
            if (leaves[i] != tile.Hashes[i])
            {
                var tileIsRight = await new TileJudge(source, _checkpoint).AgreesAsync(number, tile.Hashes, cancellationToken);
                throw tileIsRight
                    ? Fault("ledger_entry", file, $"entry {first + i} is not the one that was recorded", offsets[i], first + i)
                    : Fault("ledger_tile", tile.File, $"the hash is not that of entry {first + i}", i * TreeHash.Length, first + i);
            }
        }

        RequireWholeBundle(file, bytes.Length, end, first, width, leaves.Count);
        foreach (var leaf in leaves)
        {
            _tree.Append(leaf, (level, n, hashes) => _fullTiles.Enqueue((level, n, hashes.ToArray())));
            _older!.Check(_tree);
        }

        while (_fullTiles.TryDequeue(out var full))
        {
            if (full.Level > 0)
            {
                await CompareTileAsync(full.Level, full.Number, full.Hashes, cancellationToken);
            }
        }
    }

    private (List<TreeHash> Leaves, List<int> Offsets, int End) HashEntries(byte[] bytes, int width)
    {
        var (leaves, offsets) = (new List<TreeHash>(width), new List<int>(width));
        var bundle = new EntryBundle(bytes);
        while (leaves.Count < width && bundle.TryNext(out var entry))
        {
            leaves.Add(_hasher.Hash(entry));
            offsets.Add(bundle.Offset);
        }

        return (leaves, offsets, bundle.Next);
    }

    private static void RequireWholeBundle(string file, int length, int end, long first, int width, int found)
    {
        if (found < width)
        {
            throw Fault("ledger_bundle", file, $"the bundle ends in entry {first + found}", end, first + found);
        }

        var isCutFromFull = width < TilePath.Width && string.Equals(file, TilePath.Bundle(first / TilePath.Width), StringComparison.Ordinal);
        if (end != length && !isCutFromFull)
        {
            throw Fault("ledger_bundle", file, $"there is data after entry {first + width - 1}", end);
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
        var tile = await ReadTileAsync(level, number, computed.Length, first, cancellationToken);
        for (var i = 0; i < computed.Length; i++)
        {
            if (computed[i] != tile.Hashes[i])
            {
                var from = first + (i * entriesPerHash);
                throw Fault("ledger_tile", tile.File, $"the hash is not that of entries {from} to {from + entriesPerHash - 1}", i * TreeHash.Length, from);
            }
        }
    }

    private async Task<(string File, TreeHash[] Hashes)> ReadTileAsync(int level, long number, int width, long first, CancellationToken cancellationToken)
    {
        var path = TilePath.Tile(level, number, width);
        var (file, bytes) = await ReadPartialOrFullAsync(path, TilePath.Tile(level, number), MaxTileBytes, first, cancellationToken);
        var expected = (string.Equals(file, path, StringComparison.Ordinal) ? width : TilePath.Width) * TreeHash.Length;
        return bytes.Length == expected
            ? (file, MemoryMarshal.Cast<byte, TreeHash>(bytes)[..width].ToArray())
            : throw Fault("ledger_tile", file, $"the tile has {bytes.Length} bytes, not {expected}", Math.Min(bytes.Length, expected), first);
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

    private async ValueTask<byte[]?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
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
}
