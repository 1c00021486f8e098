using Concordat.Oversight;
using Concordat.Oversight.Notices;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Notices;

/// <summary>
/// Tells one receiver of orders, in order and at least once, on whichever node gets to it: each message is claimed before it is sent. One that
/// does not take them is tried again after ever longer pauses; what is older than three days is passed over. Holds up no order.
/// </summary>
internal sealed partial class OrderNoticeLoop : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly string _channel;
    private readonly string _holder;
    private readonly IOrderSender _sender;
    private readonly OrderNewsReader _news;
    private readonly INoticeStore _notices;
    private readonly Action<string> _count;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private Task _loop = Task.CompletedTask;
    private DateTimeOffset _rests;
    private string? _failing; // what is tried again
    private int _failures;

    /// <param name="channel">Names the receiver among all, such as <c>webhook desk</c>.</param>
    /// <param name="count">Counts what became of a message: <c>told</c>, <c>failed</c> or <c>passed-over</c>.</param>
    public OrderNoticeLoop(string channel, IOrderSender sender, OrderNewsReader news, INoticeStore notices, Action<string> count, TimeProvider time, ILogger logger)
    {
        (_channel, _holder) = (channel, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        (_sender, _news, _notices, _count, _time, _logger) = (sender, news, notices, count, time, logger);
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
        if (_time.GetUtcNow() < _rests)
        {
            return;
        }

        var all = (await _news.ReadAsync(cancellationToken).ConfigureAwait(false)).Where(_sender.Wants).ToList();
        _told.IntersectWith(all.Select(static news => news.Id));
        if (_failing is { } gone && !all.Exists(news => news.Id == gone))
        {
            _failing = null;
            _count("passed-over");
            LogPassedOver(_channel, gone);
        }

        foreach (var news in all.Where(news => !_told.Contains(news.Id)))
        {
            if (!await TellAsync(news, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <returns>Whether the next one may be told: all come in order.</returns>
    private async ValueTask<bool> TellAsync(OrderNews news, CancellationToken cancellationToken)
    {
        var claim = new NoticeClaim($"{INoticeStore.Once}{_channel} {news.Id}", _holder, Hold);
        var turn = await _notices.ClaimAsync(claim, cancellationToken).ConfigureAwait(false);
        if (turn is NoticeTurn.Mine)
        {
            string? fault;
            try
            {
                fault = await _sender.SendAsync(news, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                await LetGoAsync(claim).ConfigureAwait(false);
                throw;
            }

            if (fault is not null)
            {
                await FailAsync(claim, news.Id, fault, cancellationToken).ConfigureAwait(false);
                return false;
            }

            _failures = 0;
            _count("told");
            await _notices.ToldAsync(claim, NoticePosition.Only, cancellationToken).ConfigureAwait(false);
        }

        if (turn is NoticeTurn.NotNow)
        {
            return false;
        }

        _failing = _failing == news.Id ? null : _failing;
        _told.Add(news.Id);
        return true;
    }

    private async ValueTask FailAsync(NoticeClaim claim, string id, string fault, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(_failures++, 20)), LongestPause.TotalSeconds));
        (_rests, _failing) = (_time.GetUtcNow() + pause, id);
        _count("failed");
        LogFailed(_channel, fault, pause);
        await _notices.RestAsync(claim, pause, cancellationToken).ConfigureAwait(false);
    }

    // So that another node, or the next process, need not wait for the claim to run out.
    private async ValueTask LetGoAsync(NoticeClaim claim)
    {
        try
        {
            await _notices.RestAsync(claim, TimeSpan.Zero, CancellationToken.None).ConfigureAwait(false);
        }
        catch (OversightUnavailableException)
        {
            // Then it does wait.
        }
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
                    // What is to be told is told when the store is back.
                }

                await Task.Delay(Interval, _time, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway is ending, or has another configuration.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Channel} was not told of an order: {Fault}; it is tried again in {Pause}")]
    private partial void LogFailed(string channel, string fault, TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "{Channel} could not be told of {News}, and never will be: it is over, or three days have passed")]
    private partial void LogPassedOver(string channel, string news);
}
