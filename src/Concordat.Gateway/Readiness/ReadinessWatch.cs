using System.Collections.Concurrent;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Oversight;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Rulings;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Readiness;

/// <summary>
/// Keeps the stages of use cases current: looks every second for decisions that came, on any node, and for keys that were revoked. Each is
/// verified again here, and in the ledger before it counts. Where they cannot be known, nothing that needs one is ready.
/// </summary>
internal sealed partial class ReadinessWatch(OversightStores stores, Recorder recorder, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<(string UseCase, string Model, int Day), int> _counts = new();
    private volatile ReadinessInForce _current = ReadinessInForce.None;
    private volatile ReadinessBook? _shown;
    private RulingTerms? _terms; // this and what follows is used under _turn
    private ReadinessBook? _book;
    private HashSet<string>? _recorded;
    private int _revoked;
    private ITimer? _timer;

    /// <summary>What requests that begin now go by.</summary>
    public ReadinessInForce Current => _current;

    /// <summary>The stage of a use case with any model, for people who look.</summary>
    public string? StageOf(string useCase) => _shown?.For(useCase, ReadinessStep.AnyModel).Stage;

    /// <summary>Goes by the decisions under another configuration or agreement from now on.</summary>
    public async ValueTask UseAsync(GatewayModel model, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            _terms = RulingSigners.Terms(model.Config, model.Agreement);
            await SwitchAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }

        _timer ??= time.CreateTimer(_ => Tick(), null, Interval, Interval);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Cancel();
        _stopping.Dispose();
        _turn.Dispose();
    }

    /// <summary>Looks now and not at the next moment.</summary>
    public async Task LookNowAsync()
    {
        try
        {
            await _turn.WaitAsync(_stopping.Token).ConfigureAwait(false);
            try
            {
                var revoked = await stores.RevokedSigners.ListAsync(_stopping.Token).ConfigureAwait(false);
                if (_book is null || revoked.Count != _revoked || await stores.Readiness.CountAsync(_stopping.Token).ConfigureAwait(false) != _book.Last)
                {
                    await SwitchAsync(_stopping.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or ObjectDisposedException)
        {
            // The gateway is ending.
        }
        catch (Exception fault)
        {
            // Nobody knows what was decided or revoked meanwhile, or it cannot be recorded.
            (_current, _book, _shown) = (ReadinessInForce.None, null, null);
            LogFault(fault.Message);
        }
    }

    private void Tick()
    {
        if (_turn.CurrentCount > 0)
        {
            _ = LookNowAsync();
        }
    }

    private async ValueTask SwitchAsync(CancellationToken cancellation)
    {
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        var next = ReadinessBook.Of(_terms!, await stores.Readiness.ListAsync(0, cancellation).ConfigureAwait(false), revoked);
        var known = _recorded;
        var stands = next.States.Select(static state => state.Step).ToHashSet(StringComparer.Ordinal);

        // At a start, what stands then: it may have been decided while no gateway was there to record it.
        foreach (var document in next.Counted.Where(document => known is null ? stands.Contains(document.Step.Id) : !known.Contains(document.Step.Id)))
        {
            await recorder.RecordAsync(ReadinessEntry.Write(document, time.GetUtcNow()), cancellation).ConfigureAwait(false);
            LogTaken(document.Step.UseCase, document.Step.Model, document.Step.Stage);
        }

        _recorded = [.. next.Counted.Select(static document => document.Step.Id)];
        (_book, _shown, _revoked, _current) = (next, next, revoked.Count, new ReadinessInForce(next, _counts));
    }

    [LoggerMessage(LogLevel.Warning, "use case `{UseCase}` with model `{Model}` is {Stage}")]
    private partial void LogTaken(string useCase, string model, string stage);

    [LoggerMessage(LogLevel.Error, "no decided use case is ready: the decisions cannot be known: {Fault}")]
    private partial void LogFault(string fault);
}
