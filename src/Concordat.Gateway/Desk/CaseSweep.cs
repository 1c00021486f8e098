using Concordat.Gateway.Watching;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Desk;

/// <summary>
/// Ends cases when they end, and not when somebody next looks: those whose time is over, every second, and those that wait for people, or for their
/// use, under a former agreement, as soon as another has taken effect and twice a minute from then on. Whichever node comes first does it. Thread-safe.
/// </summary>
internal sealed partial class CaseSweep(ICaseStore cases, TimeProvider time, ILogger logger) : DocumentWatch(time, Interval)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How often cases of a former agreement are looked for: those that were being decided at the look before, or were opened by what was under way.</summary>
    private static readonly TimeSpan AmendedInterval = TimeSpan.FromSeconds(30);

    /// <summary>How long a node may go on under the former agreement, and have its cases decided, before they are ended under its hands.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    private readonly ILogger _logger = logger;
    private AgreementInUse? _inUse; // used in a turn
    private DateTimeOffset _since; // used in a turn
    private long _amended; // used in a turn; when cases of a former agreement were last looked for, 0 for never
    private bool _isBehind; // used in a turn
    private bool _hasFailed; // used in a turn

    /// <summary>
    /// An agreement is in force from now on. What was opened before under a former one is ended with the next look; what a node opens under that one
    /// later is ended once it is some minutes old. A node that serves under the former one again ends nothing.
    /// </summary>
    public ValueTask UseAsync(AgreementInUse agreement, CancellationToken cancellation)
    {
        var since = Time.GetUtcNow();
        return ChangeAsync(
            _ =>
            {
                (_inUse, _since, _amended) = (agreement, since, 0);
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

        if (_inUse is { } agreement && (_amended == 0 || Time.GetElapsedTime(_amended) >= AmendedInterval))
        {
            await SupersedeAsync(agreement, cancellation).ConfigureAwait(false);
            _amended = Time.GetTimestamp();
        }

        _hasFailed = false;
    }

    private async ValueTask SupersedeAsync(AgreementInUse agreement, CancellationToken cancellation)
    {
        var late = Time.GetUtcNow() - Overlap;
        var (all, ended) = (0, (int?)0);
        do
        {
            ended = await cases.SupersedeAsync(agreement, late > _since ? late : _since, cancellation).ConfigureAwait(false);
            all += ended ?? 0;
        }
        while (ended == CaseRules.MostEnded);

        if (all > 0)
        {
            LogSuperseded(all, agreement.Hash[..12]);
        }

        if (ended is null && !_isBehind)
        {
            LogBehind(agreement.Hash[..12]);
        }

        _isBehind = ended is null;
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

    [LoggerMessage(LogLevel.Warning, "this node serves under the agreement {Agreement}, and another has served under a later one: give it the later one")]
    private partial void LogBehind(string agreement);

    [LoggerMessage(LogLevel.Warning, "cases cannot be ended now, it is tried again: {Fault}")]
    private partial void LogFault(string fault);
}
