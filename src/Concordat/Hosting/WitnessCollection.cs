using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Ledger.Witnessing;

namespace Concordat.Hosting;

/// <summary>Collects cosignatures for the ledger of a serving process, over a client of its own.</summary>
internal sealed class WitnessCollection : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly CosignatureCollector _collector;

    private WitnessCollection(HttpClient http, CosignatureCollector collector, TlogPolicy policy)
    {
        (_http, _collector) = (http, collector);
        ForGateway = new LedgerWitnesses(policy, () => collector.Status);
    }

    public LedgerWitnesses ForGateway { get; }

    /// <exception cref="FormatException">The policy cannot be read, or is not one for this log.</exception>
    public static WitnessCollection Start(WitnessesConfig config, LedgerWriter ledger, TimeProvider time)
    {
        var policy = TlogPolicy.Load(config.Policy);

        // The collector has its own time limits. A redirect would let one witness answer for another place.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), MaxConnectionsPerServer = 2 };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            var options = new CollectorOptions
            {
                Directory = ledger.Location,
                LogKey = ledger.VerifierKey,
                AlsoKeys = ledger.AlsoVerifierKeys,
                Policy = policy,
                Interval = config.Interval,
                Timeout = config.Timeout,
                MaxPause = config.Interval > TimeSpan.FromMinutes(1) ? config.Interval : TimeSpan.FromMinutes(1),
            };
            return new WitnessCollection(http, CosignatureCollector.Start(options, http, time), policy);
        }
        catch (FormatException e)
        {
            http.Dispose();
            throw new FormatException($"{config.Policy}: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _http.Dispose();
    }
}
