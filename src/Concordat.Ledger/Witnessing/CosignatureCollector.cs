using System.Collections.Immutable;
using System.Text;
using Concordat.Ledger.Notes;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Witnessing;

/// <summary>
/// Puts each newest checkpoint of a log to its witnesses, apart from the requests, and publishes what meets the policy as
/// <c>checkpoint.witnessed</c>.
/// </summary>
/// <remarks>
/// One round after another, each over one checkpoint: all witnesses that are due are asked at once, the file is published as soon as the
/// quorum is met, and again as later cosignatures of the same checkpoint come. A witness that fails is left alone for a while.
/// <see cref="Status"/> is safe to read from any thread.
/// </remarks>
public sealed class CosignatureCollector : IAsyncDisposable
{
    private readonly CollectorOptions _options;
    private readonly NoteVerifier _log;
    private readonly ImmutableArray<NoteVerifier> _also;
    private readonly TimeProvider _time;
    private readonly WitnessedCheckpoint _published;
    private readonly ImmutableArray<AskedWitness> _witnesses;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _loop;
    private LedgerReader? _reader;
    private SignedNote? _collected; // the round's checkpoint with every cosignature so far
    private DateTimeOffset? _waitingSince;
    private bool _waitingKept;
    private long? _witnessedSize;
    private volatile WitnessStatus _status;

    private CosignatureCollector(CollectorOptions options, HttpClient http, TimeProvider time, bool loop)
    {
        _log = options.Validate();
        _also = [.. options.AlsoKeys.Select(NoteVerifier.Parse).Where(static key => key.IsSupported)];
        _options = options;
        _time = time;
        _published = new WitnessedCheckpoint(options.Directory, _log, _also, options.Policy, new LedgerFiles());
        _witnesses = [.. options.Policy.Witnesses.Where(static w => w.Url is not null).Select(w => new AskedWitness(w, new WitnessClient(w, http), options))];
        _waitingSince = _published.ReadWaiting();
        _waitingKept = _waitingSince is not null;
        _witnessedSize = _published.Read()?.Checkpoint.Size;
        _status = new WitnessStatus(_witnessedSize, _waitingSince, Views()) { HasQuorum = _witnessedSize is not null && _waitingSince is null };
        _timer = new PeriodicTimer(options.Interval, time);
        _loop = loop ? Task.Run(LoopAsync) : Task.CompletedTask;
    }

    public WitnessStatus Status => _status;

    /// <summary>Begins to collect; the HTTP client stays the caller's, and should not follow redirects.</summary>
    /// <exception cref="FormatException">The policy is not one for this log, or this machine cannot check it.</exception>
    public static CosignatureCollector Start(CollectorOptions options, HttpClient http, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(time);
        return new CosignatureCollector(options, http, time, loop: true);
    }

    /// <summary>One that does nothing by itself, for tests that call its rounds.</summary>
    internal static CosignatureCollector Idle(CollectorOptions options, HttpClient http, TimeProvider time) => new(options, http, time, loop: false);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _timer.Dispose();
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        do
        {
            try
            {
                await RunRoundAsync(_stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The edge of this task. Nothing here may end it for good: without it, the log would wait for a quorum for ever.
                Report(hasQuorum: false, e.Message);
            }
        }
        while (await _timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false));
    }

    internal async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        // 1. The newest checkpoint, with the cosignatures that it has.
        var (checkpoint, text) = Head();
        var note = Encoding.UTF8.GetBytes(text);
        var there = _published.Read();
        TakeImported(there);
        if (there is { } whole && whole.Checkpoint == checkpoint)
        {
            _collected = whole.Note; // signatures may have been imported meanwhile
        }
        else if (_collected is null || Checkpoint.TryRead(_collected.TextBytes) != checkpoint)
        {
            _collected = SignedNote.Parse(note);
        }

        // 2. Every witness that has not cosigned it and is due, all at once.
        var now = _time.GetUtcNow();
        var missing = _options.Policy.Check(_collected).Missing;
        var asked = _witnesses.Where(w => missing.Contains(w.Witness.Name, StringComparer.Ordinal) && w.IsDue(now))
            .Select(w => AskAsync(w, checkpoint, note, cancellationToken)).ToList();

        // 3. Each cosignature as it comes.
        await foreach (var reply in Task.WhenEach(asked).ConfigureAwait(false))
        {
            if ((await reply.ConfigureAwait(false)).Note is { } cosigned)
            {
                Add(cosigned);
                if (_options.Policy.Check(_collected).IsSatisfied)
                {
                    _published.Publish(checkpoint, _collected);
                    _witnessedSize = checkpoint.Size;
                }
            }
        }

        // 4. Whether that was enough.
        var hasQuorum = _options.Policy.Check(_collected).IsSatisfied;
        if (hasQuorum && there?.Checkpoint != checkpoint && asked.Count == 0)
        {
            _published.Publish(checkpoint, _collected); // a policy that asks for nobody
            _witnessedSize = checkpoint.Size;
        }

        Report(hasQuorum, fault: null);
        KeepWaiting();
    }

    private (Checkpoint Checkpoint, string Text) Head()
    {
        if (_reader is null)
        {
            _reader = LedgerReader.Open(_options.Directory, _options.LogKey);
        }
        else
        {
            _reader.Refresh();
        }

        return (_reader.Checkpoint, _reader.CheckpointText);
    }

    private async Task<WitnessReply> AskAsync(AskedWitness witness, Checkpoint checkpoint, byte[] note, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        WitnessReply reply;
        try
        {
            reply = await witness.Client.AskAsync(Math.Min(witness.KnownSize, checkpoint.Size), checkpoint, note, _reader!.ConsistencyProof, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            reply = WitnessReply.Refused("the witness did not answer in time");
        }

        witness.Note(reply, _time.GetUtcNow());
        return reply;
    }

    /// <summary>A checkpoint that was witnessed by file exchange shortens the wait: what is newer than it has not waited since before it.</summary>
    private void TakeImported((Checkpoint Checkpoint, SignedNote Note)? there)
    {
        if (there is not { } witnessed || witnessed.Checkpoint.Size <= (_witnessedSize ?? -1))
        {
            return;
        }

        _witnessedSize = witnessed.Checkpoint.Size;
        var cosigned = _options.Policy.Witnesses.Select(w => witnessed.Note.CosignedAt(w.Key)).Where(static at => at is not null).Min();
        if (_waitingSince is { } since && cosigned > since && cosigned <= _time.GetUtcNow())
        {
            (_waitingSince, _waitingKept) = (cosigned, false); // and is written down anew
        }
    }

    /// <summary>Joins an answer, which holds one witness's line, to what was collected before.</summary>
    private void Add(SignedNote cosigned)
    {
        var witnesses = _options.Policy.Witnesses.Select(static w => w.Key).ToList();
        var have = witnesses.Where(_collected!.IsSignedBy).ToList();
        _collected = SignedNote.Parse([.. _collected.WithOnly([_log, .. _also, .. have]), .. cosigned.LinesOf(witnesses.Except(have))]);
    }

    private void Report(bool hasQuorum, string? fault)
    {
        _waitingSince = hasQuorum ? null : _waitingSince ?? _time.GetUtcNow();
        var views = fault is null ? Views() : [.. Views().Select(v => v with { Fault = v.Fault ?? fault })];
        _status = new WitnessStatus(_witnessedSize, _waitingSince, views) { HasQuorum = hasQuorum };
    }

    private void KeepWaiting()
    {
        if (_waitingKept != _waitingSince is not null)
        {
            _published.WriteWaiting(_waitingSince);
            _waitingKept = _waitingSince is not null;
        }
    }

    private ImmutableArray<WitnessView> Views() =>
        [.. _options.Policy.Witnesses.Select(w => _witnesses.FirstOrDefault(a => a.Witness == w)?.View ?? new WitnessView(w.Name, null, null, "cosigns by file exchange"))];
}
