using System.Collections.Concurrent;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Changes;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Remembers which grants this node let something through by, and which of its cases people ended, beside the store and in spite of it: a row that is put back lets nothing through.
/// What was before the process began is in its ledger, which is read back as far as a grant is old. Thread-safe.
/// </summary>
internal sealed class GrantUses(IUnrecordedChanges changes, LedgerWriter? ledger, TimeProvider time) : IDisposable
{
    /// <summary>How long one request waits while the ledger is read back; the reading goes on, and the next has less to wait for.</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromSeconds(5);

    private const int MostKept = 100_000;

    private readonly ConcurrentDictionary<CaseId, (ConsumeOutcome Over, DateTimeOffset Until)> _over = new(); // by this process, and until when it matters
    private readonly ConcurrentDictionary<CaseId, ConsumeOutcome> _told = new(); // by the ledger
    private readonly HashSet<(CaseId, string)> _vain = []; // decisions that did not count; used by the reading alone
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _turn = new();
    private Task<bool>? _reading; // guarded by _turn
    private long _known = time.GetUtcNow().UtcTicks; // every use from then on is known; written by the reading alone
    private long? _from; // the entries from here on are read; used by the reading alone

    /// <summary>What became of a grant of an act, as far as this node can know: it was used, or people ended its case.</summary>
    /// <param name="notBefore">When the case was opened: none of its grants is older.</param>
    /// <returns>Null where nothing did.</returns>
    /// <exception cref="OversightUnavailableException">The ledger is still being read back, or cannot be.</exception>
    public async ValueTask<ConsumeOutcome?> OverAsync(CaseId id, DateTimeOffset notBefore, CancellationToken cancellation)
    {
        while (ledger is not null && notBefore.UtcTicks < Volatile.Read(ref _known))
        {
            Task<bool> reading;
            lock (_turn)
            {
                reading = _reading is { IsCompleted: false } ? _reading : _reading = Task.Run(() => Read(notBefore), CancellationToken.None);
            }

            try
            {
                if (!await reading.WaitAsync(LongestReading, time, cancellation).ConfigureAwait(false))
                {
                    return ConsumeOutcome.AlreadyConsumed; // pruned: nobody can say that it was not used
                }
            }
            catch (TimeoutException fault)
            {
                throw new OversightUnavailableException("the ledger is being read for grants that were used; send the request again", fault);
            }
            catch (Exception fault) when (fault is LedgerCorruptException or LedgerUnavailableException or LedgerPrunedException or IOException)
            {
                throw new OversightUnavailableException("the ledger cannot be read for grants that were used", fault);
            }
        }

        return OverHere(id) ?? (_told.TryGetValue(id, out var told) ? told : null);
    }

    /// <summary>What this process knows without its ledger: that it used it and has not given it back, or that people ended its case here.</summary>
    public ConsumeOutcome? OverHere(CaseId id) => _over.TryGetValue(id, out var known) ? known.Over : null;

    /// <summary>People ended a case: whatever becomes of its row, nothing goes by it.</summary>
    /// <param name="until">When its grant would have run out.</param>
    public void End(CaseId id, CaseState state, DateTimeOffset until)
    {
        Sweep();
        _over[id] = (OutcomeOf(state), until);
    }

    /// <summary>Uses grants up, durably and all at once, and remembers it.</summary>
    /// <param name="granted">Each with when it would run out.</param>
    /// <returns>What came of it; where one of them cannot be used any more, nothing has changed.</returns>
    public async ValueTask<Consumption> UseAsync(ICaseStore cases, IReadOnlyList<(GrantUse Use, DateTimeOffset Until)> granted)
    {
        var used = new Consumption(ConsumeOutcome.AlreadyConsumed, default);
        var added = 0;
        try
        {
            while (added < granted.Count && Add(granted[added].Use.Id, granted[added].Until))
            {
                added++;
            }

            // From here on nobody who goes away ends anything: what is used up is recorded.
            if (added == granted.Count)
            {
                used = await cases.ConsumeAsync([.. granted.Select(static each => (each.Use.Id, each.Use.Action))], CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            for (var i = 0; i < added && used.Outcome != ConsumeOutcome.Consumed; i++)
            {
                Remove(granted[i].Use.Id);
            }
        }

        return used;
    }

    /// <summary>Remembers that a grant is used from now on.</summary>
    /// <param name="until">When it would have run out.</param>
    /// <returns>False where it was used before.</returns>
    internal bool Add(CaseId id, DateTimeOffset until)
    {
        Sweep();
        return _over.TryAdd(id, (ConsumeOutcome.AlreadyConsumed, until));
    }

    /// <summary>Forgets a ruling that was given back, or a grant that the store did not let be used.</summary>
    public void Remove(CaseId id) => _over.TryRemove(id, out _);

    /// <summary>The ledger has an entry that tells of a use: the store need not remind anybody of it.</summary>
    /// <param name="at">When it was used, as the store has it.</param>
    public void Recorded(CaseId id, DateTimeOffset at) => _ = ForgetAsync(id, at);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private static ConsumeOutcome OutcomeOf(CaseState state) => state switch
    {
        CaseState.Denied => ConsumeOutcome.Denied,
        CaseState.Withdrawn => ConsumeOutcome.Withdrawn,
        CaseState.Revoked => ConsumeOutcome.Revoked,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not an end that people give a case"),
    };

    private void Sweep()
    {
        if (_over.Count < MostKept)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var (over, _) in _over.Where(each => each.Value.Until < now))
        {
            _over.TryRemove(over, out _);
        }
    }

    private async Task ForgetAsync(CaseId id, DateTimeOffset at)
    {
        try
        {
            await changes.UseRecordedAsync(id.Value, at, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OversightUnavailableException or OperationCanceledException or ObjectDisposedException)
        {
            // It is recorded once more by itself, never not at all.
        }
    }

    /// <returns>Whether the ledger reaches back that far.</returns>
    private bool Read(DateTimeOffset notBefore)
    {
        if (ledger!.CheckpointSize > 0)
        {
            var reader = LedgerReader.Open(ledger.Location, ledger.VerifierKey);
            var from = _from ?? reader.Size;
            foreach (var (index, entry) in reader.NewestFirst(new EntryIndex(0), from, _stopping.Token))
            {
                from = index.Value;
                if (UseEntry.Read(entry, id => _told.TryAdd(id, ConsumeOutcome.AlreadyConsumed), Decided) is { } at && at < notBefore - UseEntry.LongestWait)
                {
                    _from = from;
                    Volatile.Write(ref _known, notBefore.UtcTicks);
                    return true;
                }
            }

            _from = from;
            if (from > 0)
            {
                return false;
            }
        }

        Volatile.Write(ref _known, DateTimeOffset.MinValue.UtcTicks);
        return true;
    }

    /// <summary>A decision is recorded before it counts, and once more where it then does not; the newest entry is read first.</summary>
    private void Decided(CaseId id, ConsumeOutcome ended, string statement, bool counts)
    {
        if (!counts)
        {
            _vain.Add((id, statement));
        }
        else if (!_vain.Remove((id, statement)))
        {
            _told.TryAdd(id, ended);
        }
    }
}
