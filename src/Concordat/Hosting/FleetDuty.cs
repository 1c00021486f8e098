using Concordat.Ledger;
using Concordat.Ledger.Fleet;

namespace Concordat.Hosting;

/// <summary>This node's turn at signing the fleet checkpoint, and a word in the log when a log goes back, or this node has lost its own.</summary>
internal sealed partial class FleetDuty : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FleetSigner _signer;
    private readonly LedgerWriter _ledger;
    private readonly ILogger<FleetDuty> _logger;
    private readonly ITimer _timer;
    private string? _told;

    public FleetDuty(FleetOptions options, LedgerWriter ledger, TimeProvider time, ILogger<FleetDuty> logger)
    {
        (_ledger, _logger) = (ledger, logger);
        _signer = FleetSigner.Start(options, time);
        _timer = time.CreateTimer(_ => Tell(), state: null, Interval, Interval);
    }

    public FleetStatus Status => _signer.Status;

    public void Dispose()
    {
        _timer.Dispose();
        _signer.Dispose();
    }

    // Each state is told once: what lasts would fill the log.
    private void Tell()
    {
        var status = _signer.Status;
        var (behind, lost) = (string.Join(", ", status.Behind), _ledger.Fault is LedgerLockedException or LedgerCorruptException ? _ledger.Fault.Message : null);
        var now = $"{behind}\n{lost}\n{status.Fault}";
        if (string.Equals(Interlocked.Exchange(ref _told, now), now, StringComparison.Ordinal))
        {
            return;
        }

        if (lost is not null)
        {
            LogLost(lost);
        }

        if (behind.Length > 0)
        {
            LogBehind(behind, status.Newest!.Number);
        }

        if (status.Fault is { } fault)
        {
            LogFault(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the ledger takes no further entry: {Reason}")]
    private partial void LogLost(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "the logs {Logs} went back behind heads that were signed; fleet checkpoint {Number} is the evidence")]
    private partial void LogBehind(string logs, long number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "no fleet checkpoint was signed: {Reason}")]
    private partial void LogFault(string reason);
}
