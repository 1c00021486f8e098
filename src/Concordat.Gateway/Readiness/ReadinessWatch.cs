using Concordat.Gateway.Budgets;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Watching;
using Concordat.Oversight;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Rulings;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Readiness;

/// <summary>
/// Keeps the stages of use cases current: looks every second for decisions that came, on any node, and for keys that were revoked. Each is
/// verified again here, and in the ledger before it counts. Where they cannot be known, nothing that needs one is ready.
/// </summary>
internal sealed partial class ReadinessWatch(OversightStores stores, Recorder recorder, BudgetBook budgets, TimeProvider time, ILogger logger)
    : DocumentWatch(time, Interval)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ILogger _logger = logger;
    private volatile ReadinessInForce _current = ReadinessInForce.None;
    private volatile ReadinessBook? _shown;
    private RulingTerms? _terms; // this and what follows is used in a turn
    private ReadinessBook? _book;
    private HashSet<string>? _recorded;
    private int _revoked;

    /// <summary>What requests that begin now go by.</summary>
    public ReadinessInForce Current => _current;

    /// <summary>Every decision that counts; null while they cannot be known.</summary>
    public ReadinessBook? Book => _shown;

    /// <summary>The stage of a use case with any model, for people who look.</summary>
    public string? StageOf(string useCase) => _shown?.For(useCase, ReadinessStep.AnyModel).Stage;

    /// <summary>Prepares to go by the decisions under another configuration or agreement.</summary>
    public ValueTask<PreparedChange> PrepareAsync(GatewayModel model, CancellationToken cancellation) =>
        PrepareAsync(stop => ReadAsync(RulingSigners.Terms(model.Config, model.Agreement), stop), cancellation);

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        if (_book is null || revoked.Count != _revoked || await stores.Readiness.CountAsync(cancellation).ConfigureAwait(false) != _book.Last)
        {
            var change = await ReadAsync(_terms!, cancellation).ConfigureAwait(false);
            await change.ApplyAsync(recorder, cancellation).ConfigureAwait(false);
        }
    }

    protected override void Failed(Exception fault)
    {
        // Nobody knows what was decided or revoked meanwhile, or it cannot be recorded.
        (_current, _book, _shown) = (ReadinessInForce.None, null, null);
        LogFault(fault.Message);
    }

    private async ValueTask<WatchChange> ReadAsync(RulingTerms terms, CancellationToken cancellation)
    {
        var revoked = await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false);
        var next = ReadinessBook.Of(terms, await stores.Readiness.ListAsync(0, cancellation).ConfigureAwait(false), revoked);
        var known = _recorded;
        var stands = next.States.Select(static state => state.Step).ToHashSet(StringComparer.Ordinal);

        // At a start, what stands then: it may have been decided while no gateway was there to record it.
        var added = next.Counted.Where(document => known is null ? stands.Contains(document.Step.Id) : !known.Contains(document.Step.Id)).ToList();
        var inForce = new ReadinessInForce(next, budgets);
        return new WatchChange(
            [.. added.Select(document => (ReadOnlyMemory<byte>)ReadinessEntry.Write(document, Time.GetUtcNow()))],
            () =>
            {
                _recorded = [.. next.Counted.Select(static document => document.Step.Id)];
                (_terms, _book, _shown, _revoked, _current) = (terms, next, next, revoked.Count, inForce);
            })
        {
            Tell = () => added.ForEach(document => LogTaken(document.Step.UseCase, document.Step.Model, document.Step.Stage)),
        };
    }

    [LoggerMessage(LogLevel.Warning, "use case `{UseCase}` with model `{Model}` is {Stage}")]
    private partial void LogTaken(string useCase, string model, string stage);

    [LoggerMessage(LogLevel.Error, "no decided use case is ready: the decisions cannot be known: {Fault}")]
    private partial void LogFault(string fault);
}
