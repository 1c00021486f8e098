using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Keys;
using Concordat.Retention;

namespace Concordat.Hosting;

/// <summary>The long-lived parts of a serving process, opened in the order in which they need each other and closed in reverse.</summary>
internal sealed class GatewayParts : IAsyncDisposable
{
    private readonly LedgerKeys _ledgerKeys;
    private readonly WitnessCollection? _witnesses;
    private readonly KeyVerifier _keys;
    private readonly object?[] _retention;

    private GatewayParts(
        LedgerKeys ledgerKeys, LedgerWriter ledger, WitnessCollection? witnesses, OversightStores stores, KeyVerifier keys, ConcordatGateway gateway, object?[] retention)
    {
        (_ledgerKeys, Ledger, _witnesses, Stores, _keys, Gateway, _retention) = (ledgerKeys, ledger, witnesses, stores, keys, gateway, retention);
    }

    public LedgerWriter Ledger { get; }

    public OversightStores Stores { get; }

    public ConcordatGateway Gateway { get; }

    /// <exception cref="LedgerCorruptException">A file of the ledger is damaged.</exception>
    /// <exception cref="LedgerLockedException">Another process serves from this data folder.</exception>
    public static async Task<GatewayParts> OpenAsync(ConcordatConfig config, TimeProvider time, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        DataFolder.Create(config);
        var opened = new Stack<object>();
        try
        {
            var ledgerKeys = Keep(LedgerKeys.Load(config.Ledger, Environment.GetEnvironmentVariable));
            var ledger = Keep(LedgerWriter.Open(ledgerKeys.Options(config), time));
            var witnesses = config.Ledger.Witnesses is { } witnessing ? Keep(WitnessCollection.Start(witnessing, ledger, time)) : null;
            var published = config.Ledger.Serve ? new PublishedLog(DataFolder.Ledger(config), isWitnessed: witnesses is not null) : null;
            var stores = Keep(OversightStores.OpenSqlite(DataFolder.Database(config), time));
            var keys = Keep(await KeyVerifier.StartAsync(stores.Keys, time, cancellationToken));
            var retention = Keep(RetentionParts.Open(
                config, ledger, stores.Cases, Environment.GetEnvironmentVariable, time, loggers.CreateLogger<RetentionParts>()));
            var commitments = Commitments.Open(DataFolder.SaltKey(config), retention.Salts);
            var gateway = Keep(new ConcordatGateway(ledger, stores, keys, commitments, time, loggers, witnesses?.ForGateway, published, retention.Keeper));
            var policy = config.Retention is null ? null : Keep(new RetentionLoop(retention.Desk, time, loggers.CreateLogger<RetentionLoop>()));
            var control = ControlSocket.Open(DataFolder.Control(config), retention.Desk, loggers.CreateLogger<ControlSocket>());
            return new GatewayParts(ledgerKeys, ledger, witnesses, stores, keys, gateway, [control, policy, retention]);
        }
        catch
        {
            while (opened.TryPop(out var part))
            {
                await CloseAsync(part);
            }

            throw;
        }

        T Keep<T>(T part)
            where T : notnull
        {
            opened.Push(part);
            return part;
        }
    }

    /// <summary>Makes keys that were just created valid at once.</summary>
    public ValueTask RefreshKeysAsync(CancellationToken cancellationToken) => _keys.RefreshAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // The ledger closes last but its keys: closing it signs the final checkpoint.
        foreach (var part in (object?[])[Gateway, .. _retention, _keys, Stores, _witnesses, Ledger, _ledgerKeys])
        {
            if (part is not null)
            {
                await CloseAsync(part);
            }
        }
    }

    private static async ValueTask CloseAsync(object part)
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
