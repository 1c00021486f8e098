using Concordat.Ledger.Integration;
using Concordat.Ledger.Keys;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Ledger.PostgreSql;
using Concordat.Ledger.Storage;
using Concordat.Ledger.Tiles;
using Concordat.Ledger.Wal;
using Concordat.Signing;

namespace Concordat.Ledger;

/// <summary>The one writer of a log directory: makes entries durable at once and turns them into a public Merkle log soon after.</summary>
/// <remarks>
/// Safe for concurrent use. The life of an entry: (1) its record is written to the write-ahead segment and flushed; (2) the appender gets
/// its index; (3) within the checkpoint interval, tiles and bundles that cover it are published, then a signed checkpoint; (4) the segment
/// is removed. A crash after (2) loses nothing: opening the log runs (3) for what the segments hold.
/// </remarks>
public sealed class LedgerWriter : IAsyncDisposable
{
    private const string WalDirectory = ".wal";
    private const string LockName = "lock";

    private readonly LedgerOptions _options;
    private readonly LockFile _lock;
    private readonly ICommitLog _log;
    private readonly Integrator _integrator;
    private readonly GroupCommit _commit;
    private readonly IntegrationLoop _loop;
    private readonly DamageMark _damage;
    private int _disposed;

    private LedgerWriter(LedgerOptions options, LockFile lockFile, ICommitLog log, Integrator integrator, DamageMark damage, TimeProvider time)
    {
        _damage = damage;
        _options = options;
        _lock = lockFile;
        _log = log;
        _integrator = integrator;
        _commit = new GroupCommit(log, options, time);
        _loop = new IntegrationLoop(integrator, log, damage, options.CheckpointInterval, time);
        Location = options.Directory;
        VerifierKey = NoteVerifier.ForLog(options.Origin, options.Key.PublicKey).ToString();
    }

    /// <summary>Number of entries that are durable: the index that the next one gets.</summary>
    public long DurableSize => _log.DurableSize;

    /// <summary>Number of entries that the published checkpoint covers.</summary>
    public long CheckpointSize => _integrator.IntegratedSize;

    /// <summary>Full path of the log's directory.</summary>
    public string Location { get; }

    /// <summary>The log's verifier key (vkey), which everyone who checks the log needs to know beforehand.</summary>
    public string VerifierKey { get; }

    /// <summary>Verifier keys of the keys that sign beside it.</summary>
    public IReadOnlyList<string> AlsoVerifierKeys => [.. _options.AlsoKeys.Select(key => NoteVerifier.ForLog(_options.Origin, key.PublicKey).ToString())];

    /// <summary>Whether the last flush and the last checkpoint succeeded.</summary>
    public bool IsHealthy => Fault is null;

    /// <summary>Why the log is not healthy; null when it is.</summary>
    public Exception? Fault => Damaged() ?? _loop.Fatal ?? (Exception?)_commit.LastError ?? _loop.LastError;

    /// <summary>The first damage that a scrub found, in words and with what to do; null where there is none.</summary>
    public string? Damage => _damage.Found;

    /// <summary>Whether <see cref="LedgerOptions.NextKey"/> signs checkpoints now.</summary>
    internal bool IsHandedOver => _integrator.IsHandedOver;

    /// <summary>Opens or creates a log: takes its lock, reads its edge, and integrates what a crash left in the segments.</summary>
    /// <exception cref="LedgerLockedException">Another process has it open.</exception>
    /// <exception cref="LedgerUnavailableException">The log was handed over to another key.</exception>
    /// <exception cref="LedgerCorruptException">A file is damaged; the message has the file and the offset.</exception>
    public static LedgerWriter Open(LedgerOptions options, TimeProvider time) => Open(options, time, new LedgerFiles());

    internal static LedgerWriter Open(LedgerOptions options, TimeProvider time, LedgerFiles files)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        var directory = Path.GetFullPath(options.Directory);
        options = options with { Directory = directory, Clock = time };
        var walDirectory = Path.Combine(directory, WalDirectory);
        CreateDirectories(directory, walDirectory, files);

        if (options.Database is not null && Directory.EnumerateFiles(walDirectory, "*.wal").Any())
        {
            Open(options with { Database = null }, time, files).Close(); // entries that are durable in files become tiles first
        }

        var lockFile = LockFile.Take(Path.Combine(walDirectory, LockName));
        ICommitLog? log = null;
        try
        {
            var publisher = new FilePublisher(directory, walDirectory, files);
            publisher.RemoveTemporaries();
            var damage = new DamageMark(walDirectory);
            if (damage.Look() is { } found)
            {
                throw new LedgerCorruptException($"{directory}: {found}; a scrub found it, and the log is not extended until `concordat ledger scrub` finds it sound");
            }

            var (checkpoint, note, signer) = ReadOrCreateCheckpoint(options, publisher);
            var state = LogStateReader.Read(directory, checkpoint);
            (log, var signed) = OpenLog(options, walDirectory, checkpoint, time, files);
            var integrator = new Integrator(options, log, publisher, state, signer, new CoveringCheckpoint(checkpoint.Size, note), signed);
            integrator.Run();
            log.Start(integrator.Published);
            return new LedgerWriter(options, lockFile, log, integrator, damage, time);
        }
        catch
        {
            log?.Dispose();
            lockFile.Dispose();
            throw;
        }
    }

    /// <summary>Signs a document with the key of the log, so that whoever trusts the log can check it offline.</summary>
    /// <remarks>What is signed begins with <c>DSSEv1</c>, and no checkpoint does: neither can be taken for the other.</remarks>
    public DsseEnvelope Sign(DsseEnvelope document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Sign(_options.Key);
    }

    /// <summary>Appends an entry; completes only when it is durable.</summary>
    /// <remarks>The bytes are copied before the call returns. Once accepted, an entry is recorded even if the token is cancelled later.</remarks>
    /// <param name="entry">At most 65,535 bytes.</param>
    /// <param name="cancellationToken">Looked at before the entry is accepted.</param>
    /// <exception cref="ArgumentException">The entry is too large.</exception>
    /// <exception cref="LedgerUnavailableException">The disk is full, read-only, failing or stuck, too much is waiting, or the key's token is gone.</exception>
    public ValueTask<EntryIndex> AppendAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken)
    {
        ThrowIfUnfit(entry);
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<EntryIndex>(cancellationToken) : AppendAnyAsync(entry);
    }

    /// <summary>Appends entries that belong together, one after another and with one write: all of them are recorded, or none is.</summary>
    /// <remarks>A process that ends while the disk writes can leave the first of them.</remarks>
    /// <param name="entries">Each as in <see cref="AppendAsync"/>; at least one.</param>
    /// <param name="cancellationToken">Looked at before they are accepted.</param>
    /// <returns>Index of the first.</returns>
    /// <exception cref="ArgumentException">There are none, or one is too large.</exception>
    /// <exception cref="LedgerUnavailableException">As in <see cref="AppendAsync"/>; or together they are longer than a segment.</exception>
    public ValueTask<EntryIndex> AppendAllAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count, nameof(entries));
        foreach (var entry in entries)
        {
            ThrowIfUnfit(entry);
        }

        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<EntryIndex>(cancellationToken)
            : Unavailable() is { } fault ? ValueTask.FromException<EntryIndex>(fault)
            : _commit.AppendAllAsync(entries);
    }

    /// <summary>Appends an entry of whatever form, also a change of key.</summary>
    internal ValueTask<EntryIndex> AppendAnyAsync(ReadOnlyMemory<byte> entry) =>
        Unavailable() is { } fault ? ValueTask.FromException<EntryIndex>(fault) : _commit.AppendAsync(entry.Span);

    private static void ThrowIfUnfit(ReadOnlyMemory<byte> entry)
    {
        if (entry.Length > LedgerOptions.MaxEntryBytes)
        {
            throw new ArgumentException($"an entry has at most {LedgerOptions.MaxEntryBytes} bytes, this one has {entry.Length}", nameof(entry));
        }

        if (KeyEntry.IsOne(entry.Span))
        {
            throw new ArgumentException($"entries about keys are made by {nameof(LedgerKeyRotation)} only", nameof(entry));
        }
    }

    private LedgerUnavailableException? Unavailable() =>
        Damaged() is { } damaged ? damaged
        : _loop.Fatal is { } fatal ? new LedgerUnavailableException($"the ledger has stopped: {fatal.Message}", fatal)
        : _loop.Unsigned is { } unsigned ? new LedgerUnavailableException(unsigned.Message, unsigned)
        : null;

    /// <summary>Publishes a checkpoint that covers every entry durable now.</summary>
    /// <exception cref="LedgerUnavailableException">The disk refuses; the entries stay durable and a later round covers them.</exception>
    public Task IntegrateAsync() => _loop.RunAsync();

    /// <summary>Ends appends, publishes the last checkpoint, and lets the lock go.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, 1) == 0 ? new ValueTask(Task.Run(Close)) : ValueTask.CompletedTask;

    private LedgerUnavailableException? Damaged() => _damage.Found is { } found ? IntegrationLoop.Damaged(found) : null;

    /// <summary>Opens where entries become durable, and says which later checkpoint the log is known to have signed.</summary>
    private static (ICommitLog Log, Checkpoint? Signed) OpenLog(
        LedgerOptions options, string walDirectory, Checkpoint checkpoint, TimeProvider time, LedgerFiles files)
    {
        var wasInDatabase = DatabaseMark.IsIn(walDirectory);
        if (options.Database is not { } database)
        {
            var recovered = wasInDatabase ? throw DatabaseMark.Refusal(walDirectory) : WalRecovery.Open(walDirectory, checkpoint.Size);
            var size = recovered.Count > 0 ? recovered[^1].DurableEnd : checkpoint.Size;
            return (new WriteAheadLog(walDirectory, files, options.SegmentBytes, recovered, size), null);
        }

        using var session = new DatabaseSession(database, time);
        DatabaseSchema.Update(session);
        var takeover = LogTakeover.Run(session, options, checkpoint, wasInDatabase, time);
        DatabaseMark.Put(walDirectory, files);
        return (new PostgreSqlCommitLog(database, options.Origin, takeover, time), takeover.Signed);
    }

    private static (Checkpoint Checkpoint, byte[] Note, CheckpointSigner Signer) ReadOrCreateCheckpoint(LedgerOptions options, FilePublisher publisher)
    {
        var path = Path.Combine(options.Directory, TilePath.Checkpoint);
        if (File.Exists(path))
        {
            try
            {
                var bytes = File.ReadAllBytes(path);
                var note = SignedNote.Parse(bytes);
                return (Checkpoint.Open(note, NoteVerifier.ForLog(options.Origin, options.Key.PublicKey)), bytes, CheckpointSigner.From(options, note));
            }
            catch (FormatException e)
            {
                throw new LedgerCorruptException(path, 0, $"{e.Message}; is this the log of this origin and key?");
            }
        }

        if (Directory.Exists(Path.Combine(options.Directory, "tile"))
            || Directory.EnumerateFiles(Path.Combine(options.Directory, WalDirectory), "*.wal").Any())
        {
            throw new LedgerCorruptException(path, 0, "the checkpoint is missing, but the log has entries");
        }

        var empty = new Checkpoint(options.Origin, 0, TreeHash.Empty);
        var first = CheckpointSigner.First(options).Sign(empty);
        publisher.Publish(first);
        return (empty, first, CheckpointSigner.From(options, SignedNote.Parse(first)));
    }

    private static void CreateDirectories(string directory, string walDirectory, LedgerFiles files)
    {
        var isNew = !Directory.Exists(directory);
        Directory.CreateDirectory(walDirectory);
        files.SyncDirectory(directory);
        if (isNew && Path.GetDirectoryName(directory) is { } parent)
        {
            files.SyncDirectory(parent);
        }
    }

    private void Close()
    {
        _commit.Dispose();
        _loop.Dispose();
        try
        {
            _log.Close(_integrator.Published);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The entries are safe where they are: the next opening integrates and removes what is left.
        }
        finally
        {
            _log.Dispose();
            _lock.Dispose();
        }
    }
}
