using Concordat.Agreements;
using Concordat.Oversight.Cases;

namespace Concordat.Gateway.Pipeline;

/// <summary>Waits for people to decide a case. Thread-safe.</summary>
/// <remarks>All that wait at a node look together: of the store one question an interval is asked, however many they are (200 cases in each).</remarks>
internal sealed class CaseWait(ICaseStore cases, TimeProvider time)
{
    /// <summary>How often a case is looked at while somebody waits for it.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Most that wait at a time; whoever comes beyond does not wait, and is answered at once.</summary>
    private const int MostWaiting = 500;

    private readonly Lock _turn = new();
    private readonly HashSet<CaseId> _asked = []; // of the next look; guarded by _turn
    private Task<Dictionary<CaseId, CaseState>>? _next; // guarded by _turn
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
            var found = await StateAsync(id, cancellationToken).ConfigureAwait(false); // it may have been decided by now
            while (found == state && !crowded && longest - time.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
            {
                try
                {
                    var seen = await NextLook(id).WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
                    found = seen.TryGetValue(id, out var now) ? now : null;
                }
                catch (TimeoutException)
                {
                    found = await StateAsync(id, cancellationToken).ConfigureAwait(false);
                }
            }

            return found;
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

    private async ValueTask<CaseState?> StateAsync(CaseId id, CancellationToken cancellationToken) =>
        (await cases.GetAsync(id, cancellationToken).ConfigureAwait(false))?.State;

    /// <summary>The look that comes next, at most an interval from now, and is about this case too.</summary>
    private Task<Dictionary<CaseId, CaseState>> NextLook(CaseId id)
    {
        lock (_turn)
        {
            _asked.Add(id);
            return _next ??= LookAsync();
        }
    }

    private async Task<Dictionary<CaseId, CaseState>> LookAsync()
    {
        await Task.Delay(Interval, time, CancellationToken.None).ConfigureAwait(false);
        CaseId[] asked;
        lock (_turn)
        {
            asked = Volatile.Read(ref _waiting) > 0 ? [.. _asked] : []; // all may have gone away
            _asked.Clear();
            _next = null;
        }

        var seen = new Dictionary<CaseId, CaseState>();
        foreach (var some in asked.Chunk(CaseRules.LargestPage))
        {
            foreach (var found in await cases.GetAllAsync(some, CancellationToken.None).ConfigureAwait(false))
            {
                seen[found.Id] = found.State;
            }
        }

        return seen;
    }
}
