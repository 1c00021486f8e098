using System.Text;
using System.Text.Json;
using Concordat.Ledger.Storage;

namespace Concordat.Ledger.Retention;

/// <summary>Removes the beginning of a log under a retention policy, and keeps what legal holds name. One act at a time; safe to share.</summary>
/// <remarks>
/// Order of a pruning: (1) what is to go is read and compared with its hashes; (2) an entry that says up to where, who and why is durable
/// and under a signed checkpoint; (3) the file with the minimum index is replaced; (4) files are removed. After a crash the same call
/// finishes what was begun. Everything that was proved before stays proved.
/// </remarks>
public sealed class LedgerRetention : IDisposable
{
    /// <summary>Most holds at a time: all of them stand in one entry.</summary>
    public const int MostHolds = 64;

    private const int MaxId = 64;

    private readonly LedgerWriter _writer;
    private readonly TimeProvider _time;
    private readonly LedgerFiles _files;
    private readonly SemaphoreSlim _turn = new(1);

    public LedgerRetention(LedgerWriter writer, TimeProvider time)
        : this(writer, time, new LedgerFiles())
    {
    }

    internal LedgerRetention(LedgerWriter writer, TimeProvider time, LedgerFiles files) => (_writer, _time, _files) = (writer, time, files);

    /// <summary>Records an act of retention, such as opening or destroying content that belongs to an entry.</summary>
    /// <param name="type">Type of the entry.</param>
    /// <param name="cause">Who and why.</param>
    /// <param name="members">Writes the members beyond those of every such entry.</param>
    /// <param name="cancellationToken">Looked at before the entry is accepted.</param>
    public ValueTask<EntryIndex> RecordAsync(string type, RetentionCause cause, Action<Utf8JsonWriter>? members, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return _writer.AppendAsync(RetentionEntry.Write(type, cause, _time.GetUtcNow(), members), cancellationToken);
    }

    /// <summary>The holds in force.</summary>
    public Task<IReadOnlyList<LegalHold>> HoldsAsync(CancellationToken cancellationToken) => InTurnAsync(
        async () => new KeptLog(await ReaderAsync()).Holds(cancellationToken), cancellationToken);

    /// <summary>Puts entries under a hold.</summary>
    /// <param name="id">Short name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>, at most 64.</param>
    /// <param name="first">The first entry held.</param>
    /// <param name="last">The last one; null to hold everything from the first on.</param>
    /// <param name="cause">Who and why.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RetentionException">The name is taken or malformed, the entries are not there, or there are <see cref="MostHolds"/> holds.</exception>
    public Task<(LegalHold Hold, EntryIndex Entry)> HoldAsync(string id, EntryIndex first, EntryIndex? last, RetentionCause cause, CancellationToken cancellationToken) =>
        InTurnAsync(
            async () =>
            {
                var reader = await ReaderAsync();
                var log = new KeptLog(reader);
                var holds = log.Holds(cancellationToken);
                Require(id.Length is > 0 and <= MaxId && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'), $"`{id}` is not a name of a hold: letters, digits, `.`, `_` and `-`, at most {MaxId}");
                Require(holds.All(hold => !hold.Id.Equals(id, StringComparison.Ordinal)), $"there is a hold `{id}` already");
                Require(holds.Count < MostHolds, $"there are {MostHolds} holds already");
                Require(first >= reader.First && first.Value < reader.Size && !(last < first) && !(last?.Value >= reader.Size),
                    $"the log has entries {reader.First} to {reader.Size - 1}; a hold begins and ends among them");
                var hold = new LegalHold(id, first, last, log.TimeOf(first), last is { } end ? log.TimeOf(end) : null);
                return (hold, await _writer.AppendAsync(LegalHolds.Write(hold, cause, _time.GetUtcNow()), cancellationToken));
            },
            cancellationToken);

    /// <summary>Ends a hold.</summary>
    /// <returns>The entry; null where there is no such hold.</returns>
    public Task<EntryIndex?> ReleaseAsync(string id, RetentionCause cause, CancellationToken cancellationToken) => InTurnAsync<EntryIndex?>(
        async () => new KeptLog(await ReaderAsync()).Holds(cancellationToken).All(hold => !hold.Id.Equals(id, StringComparison.Ordinal))
            ? null
            : await _writer.AppendAsync(LegalHolds.WriteRelease(id, cause, _time.GetUtcNow()), cancellationToken),
        cancellationToken);

    /// <summary>Prunes the log, in whole bundles of 256 entries, or finishes a pruning that was interrupted.</summary>
    /// <exception cref="RetentionException">The request says not what is to go.</exception>
    /// <exception cref="LedgerCorruptException">What is to go is damaged: damage is evidence, and is not removed.</exception>
    /// <exception cref="LedgerUnavailableException">The log takes no entries now.</exception>
    public Task<PruneResult> PruneAsync(PruneRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Cause.Validate();
        Require(request.Before is null != request.Keep is null && request.Keep is null or >= 0, "say either before which time or how many entries to keep");
        return InTurnAsync(() => PruneInTurnAsync(request, cancellationToken), cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new RetentionException(message);
        }
    }

    private async Task<PruneResult> PruneInTurnAsync(PruneRequest request, CancellationToken cancellationToken)
    {
        var log = new KeptLog(await ReaderAsync());
        var holds = log.Holds(cancellationToken);
        var wanted = log.BundleStart(request.Keep is { } keep ? new EntryIndex(Math.Max(0, log.Size - keep)) : log.FirstOf(request.Before!.Value));
        var (allowed, stopper) = Allowed(log, [.. OwnLimits(log, holds), .. request.Limits]);
        var before = MinimumIndex.Read(_writer.Location);
        if (wanted > allowed && !request.AsFarAsPossible)
        {
            return new PruneResult(log.First, 0, 0) { IsRefused = true, StoppedBy = stopper, Allowed = allowed };
        }

        var minimum = wanted > allowed ? allowed : wanted;
        EntryIndex? entry = null;
        if (minimum > log.First)
        {
            var keys = log.CheckedKeyEntries(minimum, cancellationToken);
            entry = await _writer.AppendAsync(
                PruneStatement.Write(new PruneStatement(minimum, holds, request.Cause, _time.GetUtcNow())), cancellationToken);
            await _writer.IntegrateAsync();
            before = new MinimumIndex(
                minimum, entry.Value, [.. before?.KeyEntries ?? [], .. keys.Select(static k => (k.Index, Encoding.UTF8.GetString(k.Entry)))]);
            _files.Replace(
                Path.Combine(_writer.Location, MinimumIndex.FileName), Path.Combine(_writer.Location, "." + MinimumIndex.FileName), before.ToJson());
        }

        var removed = new PrunedFiles(_writer.Location, _files);
        if (before is not null)
        {
            removed.Remove(before, cancellationToken);
        }

        return new PruneResult(before?.Minimum ?? default, removed.Count, removed.Bytes)
        {
            Statement = entry,
            StoppedBy = wanted > allowed ? stopper : null,
            Allowed = allowed,
        };
    }

    /// <summary>What the log itself needs: its edge, what its witnesses are asked to continue from, and what is held.</summary>
    private static List<RetentionLimit> OwnLimits(KeptLog log, IReadOnlyList<LegalHold> holds)
    {
        var limits = new List<RetentionLimit> { new("the newest checkpoint", new EntryIndex(Math.Max(0, log.Size - 1)), null) };
        if (log.WitnessedSize() is { } witnessed)
        {
            limits.Add(new RetentionLimit("the newest checkpoint that the witnesses cosigned", new EntryIndex(witnessed), null));
        }

        limits.AddRange(holds.Select(static hold => new RetentionLimit($"legal hold `{hold.Id}`", hold.First, null)));
        return limits;
    }

    private static (EntryIndex Allowed, RetentionLimit Stopper) Allowed(KeptLog log, IEnumerable<RetentionLimit> limits)
    {
        (EntryIndex Allowed, RetentionLimit? Stopper) least = (new EntryIndex(long.MaxValue), null);
        foreach (var limit in limits)
        {
            var start = log.BundleStart(limit.Index ?? log.FirstOf(limit.Time!.Value));
            if (start < least.Allowed)
            {
                least = (start, limit);
            }
        }

        return (least.Allowed, least.Stopper!);
    }

    /// <summary>A reader of all that is durable now.</summary>
    private async Task<LedgerReader> ReaderAsync()
    {
        await _writer.IntegrateAsync();
        return LedgerReader.Open(_writer.Location, _writer.VerifierKey);
    }

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }
}
