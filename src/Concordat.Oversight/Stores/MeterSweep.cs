using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Stores;

/// <summary>Sweeps the meters at start and every hour, so that an idle use case is forgotten as punctually as a busy one.</summary>
internal sealed class MeterSweep : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public MeterSweep(IMeterStore meters, TimeProvider time) => _loop = SweepAsync(meters, time);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task SweepAsync(IMeterStore meters, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await meters.SweepAsync(time.GetUtcNow(), _stopping.Token);
                }
                catch (OversightUnavailableException)
                {
                    // the next hour tries again; a store that stays away is refused on the request path
                }
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // disposed
        }
    }
}
