using Concordat.Agreements;
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
    /// <returns>The state it is in; null where there is no such case.</returns>
    public async ValueTask<CaseState?> UntilDecidedAsync(string? named, TimeSpan longest, CancellationToken cancellationToken) =>
        CaseId.TryParse(named, out var id) && longest > TimeSpan.Zero ? await UntilLeftAsync(id, CaseState.Open, longest, cancellationToken).ConfigureAwait(false) : null;

    /// <summary>Returns when the case is in another state than this one, or the time is over.</summary>
    public async ValueTask<CaseState?> UntilLeftAsync(CaseId id, CaseState state, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            var crowded = Interlocked.Increment(ref _waiting) > MostWaiting;
            var began = time.GetTimestamp();
            while (true)
            {
                var found = await cases.GetAsync(id, cancellationToken).ConfigureAwait(false);
                var left = longest - time.GetElapsedTime(began);
                if (found is null || found.State != state || crowded || left <= TimeSpan.Zero)
                {
                    return found?.State;
                }

                await Task.Delay(left < Interval ? left : Interval, time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>One interval of rest, for whoever looks again.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => Task.Delay(Interval, time, cancellationToken);

    /// <summary>
    /// Waits with a held request as long as its client wants to, and takes up the case once it is granted: then the very same exchange is
    /// decided again, as if it had been sent again.
    /// </summary>
    public async ValueTask<bool> IsGrantedAsync(Exchange exchange, SettledVerdict held, CancellationToken cancellationToken)
    {
        if (held.Verdict.Kind != VerdictKind.Hold || !CaseId.TryParse(held.Case, out var id) || (exchange.Cases.Count > 0 && exchange.Uses.Count == 0) || exchange.Cases.Contains(id)
            || await UntilDecidedAsync(held.Case, exchange.Wait, cancellationToken).ConfigureAwait(false) != CaseState.Granted)
        {
            return false;
        }

        exchange.Cases.Add(id);
        return true;
    }
}
