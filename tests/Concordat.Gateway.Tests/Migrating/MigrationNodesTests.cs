using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;
using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Gateway.Tests.Migrating;

/// <summary>Two nodes of one PostgreSQL, each of which sees half of the requests: a stage is judged by what both have seen.</summary>
public sealed class MigrationNodesTests(PostgreSqlServer server) : IAsyncLifetime
{
    private static readonly DialectCase Form = DialectCase.Of("chat");

    private readonly string _schema = $"m_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private FakeUpstream _old = null!;
    private FakeUpstream _added = null!;
    private GatewayHost _a = null!;
    private GatewayHost _b = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await ExecuteAsync($"CREATE SCHEMA {_schema}");
        (_old, _added) = (await FakeUpstream.StartAsync(), await FakeUpstream.StartAsync());
        _old.AnswerJson(Form.Answer("Fine."));
        _added.AnswerJson(Form.Answer("Fine."));
        (_a, _b) = (await NodeAsync(), await NodeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _old.DisposeAsync();
        await _added.DisposeAsync();
        await ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
    }

    [Fact]
    public async Task Neither_node_has_seen_enough_and_both_together_have()
    {
        await StartAsync(new MigrationStage { Weight = 100, Requests = 10, Latency = 1000 });
        await SendAsync(_a, 6);
        await LookAsync();
        Assert.Equal("running", StateOf(_a));

        await SendAsync(_b, 3);
        await LookAsync();
        Assert.Equal(("running", "running"), (StateOf(_a), StateOf(_b)));

        await SendAsync(_b, 1);
        await LookAsync();
        Assert.Equal(("finished", "finished"), (StateOf(_a), StateOf(_b)));
        Assert.Equal("10 requests are good", _a.Gateway.Migrations.Book.Find("to-gov")!.Last.Why);
    }

    [Fact]
    public async Task The_errors_of_one_node_take_both_back()
    {
        await StartAsync(new MigrationStage { Weight = 100, Requests = 20, Errors = 0.1m, Latency = 1000 });
        await SendAsync(_a, 5);
        _added.AnswerJson("{}", 500);
        await SendAsync(_b, 3);

        await LookAsync();

        Assert.Equal(("taken-back", "taken-back"), (StateOf(_a), StateOf(_b)));
        await SendAsync(_a, 2);
        Assert.Equal(8, _added.Bodies.Count);
    }

    [Fact]
    public async Task Errors_that_are_few_on_each_node_are_too_many_on_both()
    {
        await StartAsync(new MigrationStage { Weight = 100, Requests = 20, Errors = 0.1m, Latency = 1000 });
        _added.AnswerJson("{}", 500);
        await SendAsync(_a, 2);
        await LookAsync();
        Assert.Equal(("running", "running"), (StateOf(_a), StateOf(_b)));

        await SendAsync(_b, 1);
        await LookAsync();

        Assert.Equal(("taken-back", "taken-back"), (StateOf(_a), StateOf(_b)));
        Assert.Equal("3 of 3 requests failed, and at most 10.0 % may", _b.Gateway.Migrations.Book.Find("to-gov")!.Last.Why.Replace("10.0%", "10.0 %", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_node_has_counted_stays_when_it_stops()
    {
        await StartAsync(new MigrationStage { Weight = 100, Requests = 10, Latency = 1000 });
        await SendAsync(_b, 6);
        await LookAsync();
        await _b.DisposeAsync();
        _b = await NodeAsync();
        await _b.Gateway.Migrations.LookNowAsync(); // counts from here
        await SendAsync(_b, 4);

        await LookAsync();

        Assert.Equal(("finished", "finished"), (StateOf(_a), StateOf(_b)));
    }

    private static string StateOf(GatewayHost host) => host.Gateway.Migrations.Book.Find("to-gov")!.State;

    private async Task<GatewayHost> NodeAsync()
    {
        var stores = await OversightStores.OpenPostgreSqlAsync($"{await server.StartAsync(Stop)};Search Path={_schema};Maximum Pool Size=10", TimeProvider.System, Stop);
        return await GatewayHost.StartAsync(
            config =>
            {
                var made = TestConfig.WithUpstreams("openai", _old.Url, _added.Url)(config);
                return made with
                {
                    Deployments = [made.Deployments[0], made.Deployments[1] with { Candidate = true }],
                    Models = [new ModelConfig { Name = "m", Failures = 1000 }],
                };
            },
            stores: stores);
    }

    private async Task StartAsync(MigrationStage stage)
    {
        var plan = new MigrationPlan { Id = "to-gov", Model = "m", From = ["upstream-1"], To = ["upstream-2"], Stages = [stage] };
        var step = new MigrationEvent(plan.Id, 1, "start", 0, "started", TimeProvider.System.GetUtcNow(), plan);
        Assert.True(await _a.Stores.Migrations.AddAsync(step.Id, MigrationBook.Write(step), Stop));
        await LookAsync();
        await LookAsync(); // both count from here
    }

    /// <summary>Each node takes its turn, and the first sees at the end what the other may have done.</summary>
    private async Task LookAsync()
    {
        await _a.Gateway.Migrations.LookNowAsync();
        await _b.Gateway.Migrations.LookNowAsync();
        await _a.Gateway.Migrations.LookNowAsync();
    }

    private static async Task SendAsync(GatewayHost host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var response = await host.PostAsync(Form.Path, Form.Request("How is it?", stream: false));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create($"{await server.StartAsync(CancellationToken.None)};Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
