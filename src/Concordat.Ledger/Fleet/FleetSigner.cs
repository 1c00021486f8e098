using System.Collections.Immutable;
using Concordat.Ledger.Notes;
using Concordat.Ledger.PostgreSql;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Fleet;

/// <summary>Takes turns with the other nodes at signing a checkpoint over the heads of all logs, and keeps the newest as a file.</summary>
/// <remarks>
/// Whoever locks the one row first, once the interval is over, signs; the others pass by. No node is special, and one that ends leaves
/// nothing to clear up. <see cref="Status"/> is safe to read from any thread.
/// </remarks>
public sealed class FleetSigner : IDisposable
{
    private readonly FleetOptions _options;
    private readonly DatabaseSession _session;
    private readonly LedgerFiles _files = new();
    private readonly string _path;
    private readonly AutoResetEvent _due = new(initialState: false);
    private readonly ITimer? _timer;
    private readonly Thread? _thread;
    private ImmutableArray<Checkpoint> _seen = []; // heads that this process has signed or read
    private volatile bool _stopping;
    private volatile FleetStatus _status = new(null, null);

    private FleetSigner(FleetOptions options, TimeProvider time, bool loop)
    {
        _options = options;
        _session = new DatabaseSession(options.Database, time);
        _path = Path.Combine(options.Directory, FleetCheckpoint.FileName);
        if (loop)
        {
            // Its own thread, because it waits for a server that may not answer.
            _thread = new Thread(Loop) { IsBackground = true, Name = "ledger fleet" };
            _thread.Start();
            _timer = time.CreateTimer(_ => _due.Set(), state: null, TimeSpan.Zero, options.Interval);
        }
    }

    public FleetStatus Status => _status;

    public static FleetSigner Start(FleetOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        return new FleetSigner(options, time, loop: true);
    }

    /// <summary>One that does nothing by itself, for tests that call its rounds.</summary>
    internal static FleetSigner Idle(FleetOptions options, TimeProvider time) => new(options, time, loop: false);

    public void Dispose()
    {
        _stopping = true;
        _timer?.Dispose();
        _due.Set();
        _thread?.Join();
        _session.Dispose();
        _due.Dispose();
    }

    internal void RunRound()
    {
        try
        {
            if (_session.Atomically(Sign) is { } newest)
            {
                _seen = newest.Checkpoint.Heads;
                _status = new FleetStatus(newest.Checkpoint, Fault: null);
                Keep(newest.Note);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
        {
            _status = _status with { Fault = e.Message };
        }
    }

    private void Loop()
    {
        while (true)
        {
            _due.WaitOne();
            if (_stopping)
            {
                return;
            }

            RunRound();
        }
    }

    /// <summary>Signs the next, if it is time and nobody else is at it, and returns the newest; null when another node is at it.</summary>
    private (FleetCheckpoint Checkpoint, byte[] Note)? Sign()
    {
        var found = _session.Query(
            "SELECT note, clock_timestamp(), signed <= clock_timestamp() - $1 FROM ledger_fleet FOR UPDATE SKIP LOCKED",
            static row => (Note: row.GetFieldValue<byte[]>(0), Now: row.GetFieldValue<DateTime>(1), IsDue: row.GetBoolean(2)),
            _options.Interval * 0.9);
        if (found is not [var (note, now, isDue)])
        {
            return null;
        }

        var last = note.Length == 0 ? FleetCheckpoint.None : Read(note);
        if (!isDue && last.Number > 0)
        {
            return (last, note);
        }

        var newest = _session.Query("SELECT log, note FROM ledger_checkpoints", static row => (Log: row.GetString(0), Note: row.GetFieldValue<byte[]>(1)));
        var next = last.Knowing(_seen).Next(new DateTimeOffset(now, TimeSpan.Zero), [.. newest.Select(static c => Head(c.Log, c.Note))]);
        note = next.Sign(_options.Origin, _options.Key);
        _session.Execute("UPDATE ledger_fleet SET number = $1, note = $2, signed = clock_timestamp()", next.Number, note);
        return (next, note);
    }

    private void Keep(byte[] note)
    {
        if (!File.Exists(_path) || !File.ReadAllBytes(_path).AsSpan().SequenceEqual(note))
        {
            _files.Replace(_path, Path.Combine(_options.Directory, ".wal", FleetCheckpoint.FileName + ".new"), note);
        }
    }

    private static FleetCheckpoint Read(byte[] note) => FleetCheckpoint.TryRead(SignedNote.Parse(note).Text)
        ?? throw new FormatException("the note in the database is no fleet checkpoint (delete it from the table ledger_fleet once you know who changed it)");

    private static Checkpoint Head(string log, byte[] note) =>
        Checkpoint.TryRead(SignedNote.Parse(note).TextBytes) is { } checkpoint && string.Equals(checkpoint.Origin, log, StringComparison.Ordinal)
            ? checkpoint
            : throw new FormatException($"the checkpoint of `{log}` in the database is not one of that log");
}
