using System.Collections.Frozen;
using System.Security.Cryptography.X509Certificates;
using Concordat.Agreements.Documents;
using Concordat.Attestation;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Upstreams;
using Concordat.Ledger;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Deployments;

/// <summary>
/// Asks deployments for evidence beside the requests: at once when a configuration comes, anew at half of what an earlier proof has left,
/// sooner and sooner less often while it fails, and soon where a connection shows another TLS key than was proven, once for each key. What is proven is in the ledger, and the TLS key is pinned, before it counts; what
/// has run out counts no more by itself.
/// </summary>
internal sealed partial class AttestationWatch(UpstreamFactory upstreams, Recorder recorder, TimeProvider time, ILogger logger, Random random) : IDisposable
{
    private const int AtOnce = 8;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile FrozenDictionary<string, EvidenceState> _states = FrozenDictionary<string, EvidenceState>.Empty;
    private ITimer? _timer;

    /// <summary>The deployments that must show something, by name.</summary>
    public IReadOnlyDictionary<string, EvidenceState> States => _states;

    /// <summary>The makers' roots that a configuration which comes is held to; null for those that the program carries.</summary>
    public IReadOnlyList<X509Certificate2>? Roots { get; set; }

    /// <summary>Reads what a configuration demands; nothing changes yet.</summary>
    /// <exception cref="InvalidOperationException">A file that it names cannot be used.</exception>
    public FrozenDictionary<string, EvidenceState> Prepare(ConcordatConfig config, AgreementTerms terms)
    {
        var now = time.GetUtcNow();
        var before = _states;
        var states = new Dictionary<string, EvidenceState>(StringComparer.Ordinal);
        foreach (var deployment in config.Deployments.Where(static deployment => deployment.Evidence is not null))
        {
            var state = new EvidenceState(deployment, DeploymentEvidence.DemandOf(deployment) with { Roots = Roots }, terms.Blocks, DeploymentPlace.Of(deployment, terms).Rule);
            if (before.TryGetValue(deployment.Name, out var earlier) && earlier.Deployment.Url == deployment.Url)
            {
                state.TakeOver(earlier, now);
            }

            states[deployment.Name] = state;
        }

        return states.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Goes by these from now on.</summary>
    public void Use(FrozenDictionary<string, EvidenceState> states)
    {
        foreach (var state in states.Values)
        {
            Pin(state, state.At(time.GetUtcNow()));
        }

        _states = states;
        if (states.Count > 0)
        {
            _timer ??= time.CreateTimer(_ => Tick(), null, TimeSpan.Zero, Interval);
        }
    }

    /// <summary>A deployment showed a TLS key that it has not proven, perhaps because it was renewed.</summary>
    public void Refuse(string deployment, string key) => _states.GetValueOrDefault(deployment)?.Refuse(key);

    /// <summary>Asks every deployment whose time has come; returns when all of them were asked.</summary>
    public async Task RoundAsync()
    {
        await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
        try
        {
            var now = time.GetUtcNow();
            foreach (var state in _states.Values)
            {
                Hasten(state, now);
            }

            await Parallel.ForEachAsync(
                _states.Values.Where(state => state.Next <= now),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _stopping.Token },
                (state, cancellation) => new ValueTask(AskAsync(state, cancellation))).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    private void Tick()
    {
        if (_turn.CurrentCount > 0)
        {
            _ = RoundQuietlyAsync();
        }
    }

    private async Task RoundQuietlyAsync()
    {
        try
        {
            await RoundAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The gateway is ending.
        }
    }

    /// <summary>Where another key was shown: not at once on all nodes, and not more often than after a failure.</summary>
    private void Hasten(EvidenceState state, DateTimeOffset now)
    {
        if (state.TakeRefused())
        {
            var soon = now + (Spread * random.NextDouble());
            var least = state.Asked + Soonest;
            var next = soon > least ? soon : least;
            state.Next = next < state.Next ? next : state.Next;
            LogRefused(state.Deployment.Name);
        }
    }

    private async Task AskAsync(EvidenceState state, CancellationToken cancellation)
    {
        state.Asked = time.GetUtcNow();
        EvidenceAttempt attempt;
        try
        {
            attempt = await DeploymentEvidence.AskAsync(
                state.Deployment, state.Demand, upstreams.EvidencePoolOf(state.Deployment, state.Listed), time, cancellation).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever it is, nothing is proven, and the other deployments are asked all the same.
            attempt = new EvidenceAttempt(null, null, null, fault.GetType().Name);
        }

        var now = time.GetUtcNow();
        try
        {
            if (attempt.Proven is { } good ? state.At(now)?.Hash != good.Hash : state.Fault != attempt.Fault)
            {
                await recorder.RecordAsync(AttestationEntry.Write(state, attempt, now), cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or ObjectDisposedException)
        {
            state.Next = now + Soonest;
            return; // what is not recorded does not count
        }

        if (attempt.Proven is { } proven)
        {
            if (!proven.TlsKeys.SequenceEqual(state.At(now)?.TlsKeys ?? [], StringComparer.Ordinal))
            {
                state.ForgetRefused();
            }

            Pin(state, proven);
            state.Prove(proven);
            (state.Attempt, state.Failures, state.Next) = (attempt, 0, now + Between(Soonest, (proven.Expires - now) / 2, Longest));
            LogProven(state.Deployment.Name, proven.Level, proven.Hash, proven.Expires);
        }
        else
        {
            if (attempt.Result is not null)
            {
                state.Prove(null); // it shows something else now; one that cannot be reached keeps what it has proven to its end
            }

            state.Next = now + Between(Soonest, Soonest * (1 << Math.Min(state.Failures++, 5)), Latest);
            if (state.Fault != attempt.Fault)
            {
                LogFault(state.Deployment.Name, attempt.Fault!, attempt.Because!);
            }
        }

        state.Fault = attempt.Fault;
    }

    private void Pin(EvidenceState state, ProvenEvidence? proven)
    {
        if (proven is { TlsKeys.IsEmpty: false })
        {
            upstreams.PoolOf(state.Deployment, state.Rule).Pin(proven.TlsKeys);
        }
    }

    private static TimeSpan Between(TimeSpan least, TimeSpan wait, TimeSpan most) => wait < least ? least : wait > most ? most : wait;

    [LoggerMessage(LogLevel.Information, "deployment `{Deployment}` has proven {Level} by {Evidence}, until {Until:O}")]
    private partial void LogProven(string deployment, AssuranceLevel level, string evidence, DateTimeOffset until);

    [LoggerMessage(LogLevel.Warning, "deployment `{Deployment}` shows another TLS key than it has proven; it is asked for evidence")]
    private partial void LogRefused(string deployment);

    [LoggerMessage(LogLevel.Warning, "deployment `{Deployment}` proves nothing new: {Fault} ({Because})")]
    private partial void LogFault(string deployment, string fault, string because);
}
