using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Costs;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Costs;

/// <summary>
/// Counts what was used from this node's own ledger, every few seconds and at the end: so the counts agree with the ledger, whatever
/// became of the process in between. The request path knows nothing of it.
/// </summary>
public sealed partial class CostTally : IAsyncDisposable
{
    private const int MostEntries = 64 * 1024;
    private const int EntriesATurn = 32;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly LedgerWriter _ledger;
    private readonly ICostStore _costs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _log;
    private readonly Task _loop;
    private bool _hasFailed;

    /// <param name="ledger">The ledger of this node.</param>
    /// <param name="origin">Its name.</param>
    /// <param name="costs">Where the counts are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the ledger cannot be counted, once.</param>
    public CostTally(LedgerWriter ledger, string origin, ICostStore costs, TimeProvider time, ILogger<CostTally> logger)
    {
        (_ledger, _log, _costs, _time, _logger) = (ledger, origin, costs, time, logger);
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        await TryCountAsync(CancellationToken.None).ConfigureAwait(false);
        _stopping.Dispose();
    }

    /// <summary>Counts all entries that a checkpoint covers by now.</summary>
    public async Task CountAsync(CancellationToken cancellation)
    {
        if (_ledger.CheckpointSize == 0)
        {
            return;
        }

        var reader = LedgerReader.Open(_ledger.Location, _ledger.VerifierKey);
        var counted = await _costs.CountedAsync(_log, cancellation).ConfigureAwait(false);
        while (counted < reader.Size)
        {
            // On a thread of its own: it takes a moment for each entry that came since the last time, and the threads of the pool have requests to serve.
            var from = counted;
            var (until, used) = await Task.Factory.StartNew(() => Sum(reader, from), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            if (!await _costs.AddAsync(_log, counted, until, used, cancellation).ConfigureAwait(false))
            {
                return;
            }

            counted = until;
        }
    }

    /// <summary>Sums up what the next entries used.</summary>
    private static (long Until, IReadOnlyList<UsageDay> Used) Sum(LedgerReader reader, long counted)
    {
        var first = Math.Max(counted, reader.First.Value); // what was pruned before it was counted is not known any more
        if (first >= reader.Size)
        {
            return (first, []);
        }

        var sums = new Dictionary<UsageDay, UsageDay>();
        var (until, used) = (first, new List<UsageDay>());
        reader.Visit(new EntryIndex(first), MostEntries, (index, entry) =>
        {
            if (index.Value % EntriesATurn == 0)
            {
                Thread.Yield(); // where requests wait for the core, they go first
            }

            RecordedUsage.Read(entry, used);
            foreach (var day in used)
            {
                var what = day with { Answers = 0, Estimated = 0, Input = 0, Output = 0, Cost = 0 };
                sums[what] = sums.TryGetValue(what, out var sum) ? sum with
                {
                    Answers = sum.Answers + day.Answers,
                    Estimated = sum.Estimated + day.Estimated,
                    Input = sum.Input + day.Input,
                    Output = sum.Output + day.Output,
                    Cost = sum.Cost + day.Cost,
                } : day;
            }

            used.Clear();
            until = index.Value + 1;
        });
        return (until, [.. sums.Values]);
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
            {
                await TryCountAsync(_stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // disposed
        }
    }

    // The next turn goes on where this one ended.
    private async Task TryCountAsync(CancellationToken cancellation)
    {
        try
        {
            await CountAsync(cancellation).ConfigureAwait(false);
            _hasFailed = false;
        }
        catch (Exception fault) when (fault is OversightUnavailableException or LedgerCorruptException or LedgerPrunedException or IOException or FormatException)
        {
            if (!_hasFailed)
            {
                LogFault(fault.Message);
            }

            _hasFailed = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "what was used cannot be counted from the ledger now, it is tried again: {Fault}")]
    private partial void LogFault(string fault);
}
