using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Ledger.Scrubbing;
using Concordat.Ledger.Verification;

namespace Concordat.Hosting;

/// <summary>Reads every file of a serving process's ledger again, slowly and on the clock, and says which ones the disk has damaged.</summary>
/// <remarks>
/// What a round finds keeps the ledger from being extended at once (<see cref="LedgerScrub"/>). The time of the last sound round lies beside the
/// ledger: a process that is often started anew still comes round.
/// </remarks>
internal sealed partial class ScrubDuty : IAsyncDisposable
{
    private const long Megabyte = 1_000_000;
    private const int MostTold = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private readonly LedgerWriter _ledger;
    private readonly LedgerConfig _config;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public ScrubDuty(LedgerConfig config, LedgerWriter ledger, TimeProvider time, ILogger logger)
    {
        (_config, _ledger, _time, _logger) = (config, ledger, time, logger);
        _loop = Task.Run(LoopAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            await Task.Delay(First(), _time, _stopping.Token);
            while (true)
            {
                // A damaged ledger records nothing, so that whoever puts the file back does not wait long even without a scrub by hand.
                var isSound = await RunOnceAsync(_stopping.Token);
                await Task.Delay(isSound ? _config.ScrubInterval : Least(Again, _config.ScrubInterval), _time, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // the process ends
        }
    }

    private TimeSpan First()
    {
        var soon = Least(Soon, _config.ScrubInterval);
        var due = LedgerScrub.LastSound(_ledger.Location) is { } last ? last + _config.ScrubInterval - _time.GetUtcNow() : soon;
        return due < soon ? soon : Least(due, _config.ScrubInterval); // a time that lies ahead is a clock that was wrong
    }

    private async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var options = new LedgerScrubOptions { BytesPerSecond = _config.ScrubRate * Megabyte, Time = _time };
            var result = await LedgerScrub.RunAsync(_ledger.Location, _ledger.VerifierKey, options, cancellationToken);
            foreach (var fault in result.Faults.Take(MostTold))
            {
                LogDamaged(fault, fault.Remedy);
            }

            if (result.IsSound)
            {
                LogSound(result.Checkpoint!.Size, result.Files, result.Bytes);
            }
            else
            {
                LogHeld(result.FaultCount, result.Files);
            }

            return result.IsSound;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The edge of this loop. What kept it from reading is told, and tried again.
            LogFailed(e.Message);
            return false;
        }
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(Level = LogLevel.Information, Message = "scrubbed the ledger: {Entries} entries, {Files} files, {Bytes} bytes, all sound")]
    private partial void LogSound(long entries, long files, long bytes);

    [LoggerMessage(Level = LogLevel.Critical, Message = "the ledger is damaged: {Fault}; to do: {Remedy}")]
    private partial void LogDamaged(LedgerFault fault, string remedy);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Count} of the ledger's {Files} files are damaged: it is not extended and nothing is served until `concordat ledger scrub` finds it sound")]
    private partial void LogHeld(long count, long files);

    [LoggerMessage(Level = LogLevel.Error, Message = "the ledger could not be scrubbed, which is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
