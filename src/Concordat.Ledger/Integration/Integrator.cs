using System.Runtime.InteropServices;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Wal;

namespace Concordat.Ledger.Integration;

/// <summary>Turns durable records into tiles, bundles and a signed checkpoint. Recovery is the same code on the segments found.</summary>
/// <remarks>For one thread, except <see cref="IntegratedSize"/> and <see cref="Published"/>.</remarks>
internal sealed class Integrator
{
    private const int MaxRoundEntries = 64 * 1024;
    private const int EntriesATurn = 32;
    private const int MaxRoundBytes = 32 * 1024 * 1024;

    private readonly LedgerOptions _options;
    private readonly ICommitLog _log;
    private readonly ICommitReader _reader;
    private readonly Checkpoint? _signed;
    private readonly FilePublisher _publisher;
    private LogState _state;
    private CheckpointSigner _signer;
    private CoveringCheckpoint _published;

    /// <param name="options">The log.</param>
    /// <param name="log">Where durable records are read from.</param>
    /// <param name="publisher">Puts files in their places.</param>
    /// <param name="state">The log's right edge as of the published checkpoint.</param>
    /// <param name="signer">Goes on from that checkpoint.</param>
    /// <param name="published">That checkpoint.</param>
    /// <param name="signed">A later checkpoint that the log has signed before, which the entries must lead to; null when none is known.</param>
    public Integrator(LedgerOptions options, ICommitLog log, FilePublisher publisher, LogState state, CheckpointSigner signer, CoveringCheckpoint published, Checkpoint? signed = null)
    {
        _options = options;
        _log = log;
        _reader = log.OpenReader();
        _publisher = publisher;
        _state = state;
        _signer = signer;
        _published = published;
        _signed = signed;
    }

    /// <summary>Number of entries that the published checkpoint covers.</summary>
    public long IntegratedSize => Published.Size;

    public CoveringCheckpoint Published => Volatile.Read(ref _published);

    /// <summary>Whether the published checkpoint is signed by the key that takes over.</summary>
    public bool IsHandedOver => _signer.IsHandedOver;

    /// <summary>Publishes rounds until every entry that was durable on entering is covered.</summary>
    public void Run()
    {
        var target = _log.DurableSize;
        while (IntegratedSize < target)
        {
            RunRound();
        }
    }

    private void RunRound()
    {
        // A failed round leaves the state as the last checkpoint has it.
        var next = _state.Clone();
        var signer = _signer;
        var (full, aboutKeys) = (new List<string>(), new List<long>());
        byte[] checkpoint;
        var (entries, bytes) = (0, 0);
        try
        {
            _reader.ReadFrom(next.Size, entry =>
            {
                if (entries == MaxRoundEntries || bytes > MaxRoundBytes)
                {
                    return false;
                }

                LetAppendsRun(++entries);
                bytes += entry.Length;
                if (KeyEntry.IsOne(entry))
                {
                    signer = signer.After(next.Size, entry);
                    aboutKeys.Add(next.Size);
                }

                next.Append(entry, (level, number, hashes) => StageFull(TilePath.Tile(level, number), MemoryMarshal.AsBytes(hashes)), StageFull);
                ThrowIfNotAsSigned(next);
                return true;
            });

            if (next.Size == _state.Size)
            {
                throw new LedgerCorruptException($"{_options.Directory}: durable entries from {_state.Size} on cannot be found");
            }

            StageEdge(next);
            StageKeys(aboutKeys);
            checkpoint = signer.Sign(new Checkpoint(_options.Origin, next.Size, next.Tree.Root()));
            _publisher.Publish(checkpoint);
        }
        catch
        {
            _reader.Reset();
            next.Release();
            _publisher.Abandon();
            throw;
        }

        _state.Release();
        _state = next;
        _signer = signer;
        Volatile.Write(ref _published, new CoveringCheckpoint(next.Size, checkpoint));
        full.ForEach(_publisher.RemovePartialsOf);
        _log.Covered(_published);

        void StageFull(string path, ReadOnlySpan<byte> content)
        {
            full.Add(path);
            _publisher.Stage(path, content);
        }
    }

    /// <summary>
    /// Gives the core away for a moment. A server kernel takes it from nobody before the tick of its clock, 4 ms, for which the thread that
    /// makes appends durable would wait although it is ready.
    /// </summary>
    private static void LetAppendsRun(int entries)
    {
        if (entries % EntriesATurn == 0)
        {
            Thread.Yield();
        }
    }

    private void ThrowIfNotAsSigned(LogState state)
    {
        if (_signed is { } signed && signed.Size == state.Size && signed.Root != state.Tree.Root())
        {
            throw new LedgerCorruptException(
                $"{_options.Directory}: the first {signed.Size} entries are not those of the checkpoint that the log published (restore the directory from a copy)");
        }
    }

    private void StageKeys(List<long> entries)
    {
        if (entries.Count > 0)
        {
            _publisher.Stage(KeyIndex.FileName, KeyIndex.With(_options.Directory, entries));
        }
    }

    /// <summary>The files of a state's right edge, which every published size must have.</summary>
    private void StageEdge(LogState state)
    {
        var bundled = TileTree.PartialWidth(state.Size, 0);
        if (bundled > 0)
        {
            _publisher.Stage(TilePath.Bundle(state.Size / TilePath.Width, bundled), state.Bundle);
        }

        for (var level = 0; level < state.Tree.Levels; level++)
        {
            var width = TileTree.PartialWidth(state.Size, level);
            if (width > 0)
            {
                var path = TilePath.Tile(level, TileTree.PartialNumber(state.Size, level), width);
                _publisher.Stage(path, MemoryMarshal.AsBytes(state.Tree.Partial(level)));
            }
        }
    }
}
