using Concordat.Gateway.Configuration;
using Concordat.Gateway.Routing;

namespace Concordat.Gateway.Judging;

/// <summary>Who may ask the judge now: so many at a time, so many waiting, nobody while it fails. Lives across reloads. Thread-safe.</summary>
internal sealed class JudgeState(JudgeConfig config, TimeProvider time, Random random) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(config.AtOnce, config.AtOnce);
    private readonly int _most = config.AtOnce + config.Queue;
    private int _inside;

    /// <summary>What its answers show of it; apart from what clients see of the same deployment.</summary>
    public DeploymentHealth Health { get; } = new(new ModelConfig { Name = config.Deployment, Failures = config.Failures, Pause = config.Pause }, time, random);

    /// <summary>Takes a turn; whoever gets one calls <see cref="Leave"/>.</summary>
    /// <returns>Why there is none; null for a turn.</returns>
    /// <param name="deadline">Ends waiting.</param>
    public async ValueTask<JudgeResult?> EnterAsync(CancellationToken deadline)
    {
        if (Interlocked.Increment(ref _inside) > _most)
        {
            Interlocked.Decrement(ref _inside);
            return JudgeResult.Busy;
        }

        try
        {
            await _turns.WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Decrement(ref _inside);
            return JudgeResult.Busy;
        }

        if (Health.Enter(time.GetUtcNow().UtcTicks))
        {
            return null;
        }

        Leave();
        return JudgeResult.Open;
    }

    public void Dispose() => _turns.Dispose();

    public void Leave()
    {
        _turns.Release();
        Interlocked.Decrement(ref _inside);
    }
}
