using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Costs;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Ledger.Fleet;
using Concordat.Oversight;
using Concordat.Oversight.Keys;
using Concordat.Retention;

namespace Concordat.Hosting;

/// <summary>The long-lived parts of a serving process, opened in the order in which they need each other and closed in reverse.</summary>
internal sealed class GatewayParts : IAsyncDisposable
{
    private readonly Stack<object> _opened;
    private readonly KeyVerifier _keys;

    private GatewayParts(Stack<object> opened, LedgerWriter ledger, OversightStores stores, KeyVerifier keys, ConcordatGateway gateway)
    {
        (_opened, Ledger, Stores, _keys, Gateway) = (opened, ledger, stores, keys, gateway);
    }

    public LedgerWriter Ledger { get; }

    public OversightStores Stores { get; }

    public ConcordatGateway Gateway { get; }

    /// <exception cref="LedgerCorruptException">A file of the ledger is damaged.</exception>
    /// <exception cref="LedgerLockedException">Another process serves from this data folder.</exception>
    /// <exception cref="OversightUnavailableException">The database does not answer, or can lose commits.</exception>
    public static async Task<GatewayParts> OpenAsync(ConcordatConfig config, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        DataFolder.Create(config);
        var opened = new Stack<object>();
        try
        {
            // Before the log is opened: a node that cannot serve must not take a log from one that can.
            Commitments.EnsureKey(DataFolder.SaltKey(config));
            var database = config.Database is { } shared ? Keep(SharedDatabase.Open(shared, Environment.GetEnvironmentVariable)) : null;
            await (database?.RequireSameSaltAsync(DataFolder.SaltKey(config), cancellationToken) ?? Task.CompletedTask);
            var ledgerKeys = Keep(LedgerKeys.Load(config.Ledger, Environment.GetEnvironmentVariable));
            var ledger = Keep(LedgerWriter.Open(ledgerKeys.Options(config, database?.Ledger), time));
            var witnesses = config.Ledger.Witnesses is { } witnessing ? Keep(WitnessCollection.Start(witnessing, ledger, time)) : null;
            Keep(new ScrubDuty(config.Ledger, ledger, time, loggers.CreateLogger<ScrubDuty>()));
            var published = config.Ledger.Serve ? new PublishedLog(DataFolder.Ledger(config), isWitnessed: witnesses is not null) : null;
            var fleet = database is not null
                ? Keep(new FleetDuty(
                    new FleetOptions { Database = database.Ledger, Directory = DataFolder.Ledger(config), Origin = config.Ledger.Origin, Key = ledgerKeys.Key },
                    ledger, time, loggers.CreateLogger<FleetDuty>()))
                : null;

            var stores = Keep(await SharedDatabase.OpenStoresAsync(config, Environment.GetEnvironmentVariable, time, cancellationToken));
            var keys = Keep(await KeyVerifier.StartAsync(stores.Keys, time, cancellationToken));
            var retention = Keep(RetentionParts.Open(config, ledger, stores, Environment.GetEnvironmentVariable, time, loggers.CreateLogger<RetentionParts>()));
            var commitments = Commitments.Open(DataFolder.SaltKey(config), retention.Salts);
            var gateway = Keep(new ConcordatGateway(ledger, stores, keys, commitments, time, loggers, witnesses?.ForGateway, published, retention.Keeper)
            {
                Fleet = fleet is null ? null : () => fleet.Status,
            });
            Keep(gateway.Notices);
            Keep(gateway.Budgets);
            Keep(new CostTally(ledger, config.Ledger.Origin, stores.Costs, time, loggers.CreateLogger<CostTally>()));
            Keep(new VerdictTally(gateway.Decisions, stores.Verdicts, time));
            if (config.Retention is not null)
            {
                Keep(new RetentionLoop(retention.Desk, time, loggers.CreateLogger<RetentionLoop>()));
            }

            if (ControlSocket.Open(DataFolder.Control(config), retention.Desk, loggers.CreateLogger<ControlSocket>()) is { } control)
            {
                Keep(control);
            }

            return new GatewayParts(opened, ledger, stores, keys, gateway);
        }
        catch
        {
            await CloseAsync(opened);
            throw;
        }

        T Keep<T>(T part)
            where T : notnull
        {
            opened.Push(part);
            return part;
        }
    }

    /// <summary>Makes keys that were just created valid at once, and has the ledger tell of them.</summary>
    public async ValueTask RefreshKeysAsync(CancellationToken cancellationToken)
    {
        await _keys.RefreshAsync(cancellationToken);
        await Gateway.RecordChangesAsync();
    }

    // The ledger closes late: closing it signs the final checkpoint, with its key and over its database.
    public ValueTask DisposeAsync() => CloseAsync(_opened);

    private static async ValueTask CloseAsync(Stack<object> opened)
    {
        while (opened.TryPop(out var part))
        {
            if (part is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else if (part is IDisposable quick)
            {
                quick.Dispose();
            }
        }
    }
}
