using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>Waits for people to decide a case. Thread-safe.</summary>
internal sealed class CaseWait(ICaseStore cases, TimeProvider time)
{
    /// <summary>How often a case is looked at while somebody waits for it.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Most that wait at a time; whoever comes beyond does not wait, and is answered at once.</summary>
    private const int MostWaiting = 500;

    private int _waiting;

    /// <summary>Returns when the case is no longer open, or the time is over.</summary>
    /// <param name="named">Id of the case; what is no case is not waited for.</param>
    public async ValueTask UntilDecidedAsync(string? named, TimeSpan longest, CancellationToken cancellationToken)
    {
        if (!CaseId.TryParse(named, out var id) || longest <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                return;
            }

            var began = time.GetTimestamp();
            while (await cases.GetAsync(id, cancellationToken).ConfigureAwait(false) is { State: CaseState.Open }
                && longest - time.GetElapsedTime(began) is { Ticks: > 0 } left)
            {
                await Task.Delay(left < Interval ? left : Interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
