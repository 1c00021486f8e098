using System.Text;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Release;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Telemetry;
using Concordat.Gateway.Upstreams;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Keys;
using Concordat.Safeguards;
using Concordat.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Runs made-up requests through the whole way before the gateway is ready, so that the first real one finds compiled code. They
/// ask the sandbox model, speak for a use case of their own, and what they leave in a ledger and stores of their own is thrown away.
/// </summary>
internal sealed class WarmUp(Commitments commitments, UpstreamFactory upstreams, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>A little over the number of calls after which the runtime compiles a method in full.</summary>
    private const int Rounds = 40;

    private static readonly (string Operation, string Body)[] Requests =
    [
        ("chat", """{"model":"warm-up","messages":[{"role":"system","content":"Keep it short."},{"role":"user","content":"Summarise the log of the radar."}]}"""),
        ("chat", """{"model":"warm-up","stream":true,"messages":[{"role":"user","content":"Summarise the log. [[call: get_weather {\"place\":\"harbour\"}]]"}]}"""),
        ("chat", """{"model":"warm-up","messages":[{"role":"user","content":"TOP SECRET//SI//NOFORN"}]}"""),
        ("messages", """{"model":"warm-up","stream":true,"messages":[{"role":"user","content":"Summarise the log of the radar."}]}"""),
        ("responses", """{"model":"warm-up","stream":true,"input":"Summarise the log of the radar."}"""),
    ];

    public async Task RunAsync(GatewayModel inForce, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("concordat-warm-up-").FullName;
        try
        {
            using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            var options = new LedgerOptions { Directory = Path.Combine(directory, "ledger"), Origin = "warm-up.invalid/ledger", Key = key, SegmentBytes = 1 << 20 };
            await using var ledger = LedgerWriter.Open(options, time);
            await using var stores = OversightStores.OpenSqlite(Path.Combine(directory, "oversight.db"), time);
            using var metrics = new GatewayMetrics(time);
            using var uses = new GrantUses(stores.Changes, ledger, time);
            var decide = new DecideStage(stores, new MeterStage(stores.Meters, metrics, time), commitments, uses, time);
            using var judges = new JudgeStage(decide.Meters, time, Random.Shared);
            var recorder = new Recorder(ledger, new DecisionRing(), metrics, SafeguardPack.Default.Hash, time);
            var waiting = new CaseWait(stores.Cases, time);
            var release = new ReleaseStage(decide, judges, waiting, recorder, time);
            var budgets = new BudgetStage(new BudgetBook(stores.Budgets, isShared: false, time), metrics, time);
            var pipeline = new GatewayPipeline(budgets, judges, decide, waiting, recorder, release, new RoutingState(time, Random.Shared), shadows: null, metrics, loggers.CreateLogger<GatewayPipeline>(), time);
            var model = new GatewayModel(Configure(inForce.Config), inForce.Agreement, upstreams, commitments.CredentialSeal());
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var (operation, body) in Requests)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    await pipeline.RunToEndAsync(Open(model, operation, body)).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static ConcordatConfig Configure(ConcordatConfig config) => config with
    {
        Budgets = [],
        Judge = null,
        Tools = [new ToolConfig { Name = "get_weather", Effect = "none" }],
        UseCases =
        [
            new UseCaseConfig
            {
                Id = "warm-up",
                Purpose = "warm up",
                Organisation = "this gateway",
                Official = "this gateway",
                Functions = ["software"],
                Readiness = "general",
                HumanDecider = true,
            },
        ],
        Deployments =
        [
            new DeploymentConfig { Name = "warm-up", Model = "warm-up", Kind = "sandbox", Network = config.Network.Id, Hosting = "cloud", Verified = true },
        ],
    };

    private Exchange Open(GatewayModel model, string operation, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var http = new DefaultHttpContext();
        http.Request.ContentType = "application/json";
        http.Request.ContentLength = bytes.Length;
        http.Request.Body = new MemoryStream(bytes);
        var now = time.GetUtcNow();
        var key = new ApiKeyRecord("warm-up0", "warm-up", "warm-up", now, null, null);
        var exchange = new Exchange(http, GatewayEndpoints.DialectOf(operation)!, model, key, ExchangeId.Next(now), now)
        {
            UseCase = model.UseCases["warm-up"],
        };
        commitments.Salt(exchange.Id, exchange.Salt);
        return exchange;
    }
}
