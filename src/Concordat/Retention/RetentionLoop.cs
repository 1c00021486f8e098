namespace Concordat.Retention;

/// <summary>Applies the retention policy of a serving process: soon after the start, and every hour.</summary>
internal sealed partial class RetentionLoop : IAsyncDisposable
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly RetentionDesk _desk;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public RetentionLoop(RetentionDesk desk, TimeProvider time, ILogger logger)
    {
        (_desk, _time, _logger) = (desk, time, logger);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>One round; a failure is told and tried again in the next.</summary>
    internal async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var done in await _desk.ApplyPolicyAsync(cancellationToken))
            {
                LogDone(_logger, done);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The edge of this loop. Nothing is lost by waiting: what is old gets no younger.
            LogFailed(_logger, e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _loop;
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            await Task.Delay(First, _time, _stopping.Token);
            while (true)
            {
                await RunOnceAsync(_stopping.Token);
                await Task.Delay(Interval, _time, _stopping.Token);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // the process ends
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "retention: {Done}")]
    private static partial void LogDone(ILogger logger, string done);

    [LoggerMessage(Level = LogLevel.Error, Message = "the retention policy could not be applied and is tried again in an hour: {Fault}")]
    private static partial void LogFailed(ILogger logger, string fault);
}
