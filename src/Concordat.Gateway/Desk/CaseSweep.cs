using Concordat.Gateway.Watching;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Desk;

/// <summary>
/// Ends cases when they end, and not when somebody next looks: those whose time is over, every second, and once an agreement has taken effect, those
/// that wait for people, or for their use, under another. Whichever node comes first does it. Thread-safe.
/// </summary>
internal sealed partial class CaseSweep(ICaseStore cases, TimeProvider time, ILogger logger) : DocumentWatch(time, Interval)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private (string Agreement, DateTimeOffset Since)? _amended; // used in a turn
    private bool _hasFailed; // used in a turn

    /// <summary>An agreement is in force from now on. What was opened before under another is ended with the next look, and so is no case that a node still opens under the former one.</summary>
    public ValueTask UseAsync(string agreementHash, CancellationToken cancellation)
    {
        var since = Time.GetUtcNow();
        return ChangeAsync(
            _ =>
            {
                _amended = (agreementHash, since);
                return ValueTask.CompletedTask;
            },
            cancellation);
    }

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        while (await cases.ExpireAsync(cancellation).ConfigureAwait(false) == CaseRules.MostEnded)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        if (_amended is var (agreement, since))
        {
            var (all, ended) = (0, 0);
            do
            {
                ended = await cases.SupersedeAsync(agreement, since, cancellation).ConfigureAwait(false);
                all += ended;
            }
            while (ended == CaseRules.MostEnded);

            if (all > 0)
            {
                LogSuperseded(all, agreement[..12]);
            }

            _amended = null;
        }

        _hasFailed = false;
    }

    protected override void Failed(Exception fault)
    {
        // The next look ends them: until then they read as expired all the same, and release nothing.
        if (!_hasFailed && fault is not OversightUnavailableException)
        {
            LogFault(fault.Message);
        }

        _hasFailed = true;
    }

    [LoggerMessage(LogLevel.Information, "{Count} cases of another agreement have ended: {Agreement} is in force")]
    private partial void LogSuperseded(int count, string agreement);

    [LoggerMessage(LogLevel.Warning, "cases cannot be ended now, it is tried again: {Fault}")]
    private partial void LogFault(string fault);
}
