using Concordat.Oversight;
using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Notices;

/// <summary>Looks every few seconds for cases that wait too long, so that those who stand by are told; and forgets events that everybody was told.</summary>
internal sealed class EscalationLoop : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly int[] _shares;
    private readonly INoticeStore _notices;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    /// <param name="shares">The shares of a case's time after which somebody is asked, in percent.</param>
    public EscalationLoop(IEnumerable<int> shares, INoticeStore notices, TimeProvider time)
    {
        (_shares, _notices, _time) = ([.. shares.Where(share => share > 0).Distinct().Order()], notices, time);
    }

    public void Start() => _loop = Task.Run(LoopAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    internal async ValueTask RoundAsync(CancellationToken cancellationToken)
    {
        foreach (var share in _shares)
        {
            await _notices.EscalateAsync(share, cancellationToken).ConfigureAwait(false);
        }

        await _notices.ForgetAsync(_time.GetUtcNow() - Kept, cancellationToken).ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, _time, _stopping.Token).ConfigureAwait(false);
                try
                {
                    await RoundAsync(_stopping.Token).ConfigureAwait(false);
                }
                catch (OversightUnavailableException)
                {
                    // The next look finds them.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process ends, or others stand by now.
        }
    }
}
