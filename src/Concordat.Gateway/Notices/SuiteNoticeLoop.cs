using Concordat.Gateway.Certifying;
using Concordat.Ledger;
using Concordat.Oversight;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Notices;

/// <summary>
/// Tells one receiver of changes that turn certified verdicts, in order and at least once. What was told is noted beside the changes, so that a
/// new start, or another node, does not tell it again. What is older than three days is passed over.
/// </summary>
internal sealed partial class SuiteNoticeLoop(
    string channel, ISuiteSender sender, CertificateWatch certificates, Action<string> count, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;
    private DateTimeOffset _rests;
    private int _failures;

    public void Start() => _loop = Task.Run(LoopAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
        sender.Dispose();
    }

    /// <summary>Tells what there is to tell now.</summary>
    internal async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _rests)
        {
            return;
        }

        var book = certificates.Book;
        foreach (var change in book.Changes.Select(static document => document.Change!).Where(static change => change.IsNews()))
        {
            if (now - change.Time > NoticeLoop.Stale || !sender.Wants(change) || book.Find(change.ToldId(channel)) is not null)
            {
                continue;
            }

            if (await sender.SendAsync(change, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                var pause = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(_failures++, 20)), LongestPause.TotalSeconds));
                _rests = now + pause;
                count("failed");
                LogFailed(channel, fault, pause);
                return;
            }

            _failures = 0;
            count("told");
            await certificates.ToldAsync(change, channel, cancellationToken).ConfigureAwait(false);
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
                catch (Exception fault) when (fault is OversightUnavailableException or LedgerUnavailableException)
                {
                    // What is to be told is told when the store is back.
                }

                await Task.Delay(Interval, time, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The gateway is ending, or has another configuration.
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Channel} was not told of certified verdicts that turn: {Fault}; it is tried again in {Pause}")]
    private partial void LogFailed(string channel, string fault, TimeSpan pause);
}
