using Concordat.Agreements;
using Concordat.Gateway.Recording;
using Concordat.Oversight;
using Concordat.Oversight.Verdicts;

namespace Concordat.Hosting;

/// <summary>Adds what this process has decided to the counts of the day, every ten seconds and at the end. The request path knows nothing of it.</summary>
internal sealed class VerdictTally : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopping = new();
    private readonly DecisionRing _ring;
    private readonly IVerdictDays _days;
    private readonly TimeProvider _time;
    private readonly Task _loop;
    private VerdictDay _told;

    public VerdictTally(DecisionRing ring, IVerdictDays days, TimeProvider time)
    {
        (_ring, _days, _time) = (ring, days, time);
        _told = Now();
        _loop = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        await TellAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Interval, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                await TellAsync(_stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // disposed
        }
    }

    private async Task TellAsync(CancellationToken cancellation)
    {
        var now = Now();
        var more = now with { Permitted = now.Permitted - _told.Permitted, Held = now.Held - _told.Held, Refused = now.Refused - _told.Refused };
        if (more.Total == 0)
        {
            return;
        }

        try
        {
            await _days.AddAsync(more, cancellation);
            _told = now;
        }
        catch (OversightUnavailableException)
        {
            // the next turn tells it
        }
    }

    private VerdictDay Now() => new(
        DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime), _ring.Count(VerdictKind.Permit), _ring.Count(VerdictKind.Hold), _ring.Count(VerdictKind.Refuse));
}
