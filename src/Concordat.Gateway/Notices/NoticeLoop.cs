using Concordat.Oversight;
using Concordat.Oversight.Notices;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Notices;

/// <summary>
/// Tells one receiver of events as they come, in order and at least once, on whichever node gets to it. One that does not take them is
/// tried again after ever longer pauses; what is older than three days is passed over.
/// </summary>
internal sealed partial class NoticeLoop : IAsyncDisposable
{
    /// <summary>How long events are kept for receivers that do not take them.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromDays(3);

    private const int AtOnce = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly NoticeClaim _claim;
    private readonly INoticeStore _notices;
    private readonly INoticeSender _sender;
    private readonly TimeProvider _time;
    private readonly Action<string> _count;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private int _failures;

    /// <param name="channel">Names the receiver among all, such as <c>webhook desk</c>.</param>
    /// <param name="count">Counts what became of a message: <c>told</c>, <c>failed</c> or <c>passed-over</c>.</param>
    public NoticeLoop(string channel, INoticeSender sender, INoticeStore notices, Action<string> count, TimeProvider time, ILogger logger)
    {
        _claim = new NoticeClaim(channel, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Hold);
        (_sender, _notices, _count, _time, _logger) = (sender, notices, count, time, logger);
    }

    public void Start() => _loop = Task.Run(LoopAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
        _sender.Dispose();
    }

    /// <summary>Tells what there is to tell now.</summary>
    internal async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var events = await _notices.TakeAsync(_claim, AtOnce, cancellationToken).ConfigureAwait(false);
        if (events.Count == 0)
        {
            return; // nothing is new, or the channel is another node's
        }

        foreach (var told in events)
        {
            if (await TellAsync(told, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(_failures++, 20)), LongestPause.TotalSeconds));
                _count("failed");
                LogFailed(_claim.Channel, fault, pause);
                await _notices.RestAsync(_claim, pause, cancellationToken).ConfigureAwait(false);
                return;
            }

            _failures = 0;
            if (!await _notices.ToldAsync(_claim, told.Position, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        await _notices.RestAsync(_claim, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    await RoundAsync(_stopping.Token).ConfigureAwait(false);
                }
                catch (OversightUnavailableException)
                {
                    // The gateway says that its store is away; what is to be told is told when it is back.
                }

                await Task.Delay(Interval, _time, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            await LetGoAsync().ConfigureAwait(false);
        }
    }

    // So that another node, or the next process, need not wait for the claim to run out.
    private async ValueTask LetGoAsync()
    {
        try
        {
            await _notices.RestAsync(_claim, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OversightUnavailableException)
        {
            // Then it does wait.
        }
    }

    private async ValueTask<string?> TellAsync(CaseEvent told, CancellationToken cancellationToken)
    {
        if (!_sender.Wants(told))
        {
            return null;
        }

        if (_time.GetUtcNow() - told.Time > Stale)
        {
            _count("passed-over");
            LogPassedOver(_claim.Channel, told.Case.Id.Value);
            return null;
        }

        var fault = await _sender.SendAsync(told, cancellationToken).ConfigureAwait(false);
        if (fault is null)
        {
            _count("told");
        }

        return fault;
    }

    [LoggerMessage(LogLevel.Warning, "{Channel} was not told of a case: {Fault}; it is tried again in {Pause}")]
    private partial void LogFailed(string channel, string fault, TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "{Channel} could not be told of case {Case} for three days, and never will be")]
    private partial void LogPassedOver(string channel, string @case);
}
