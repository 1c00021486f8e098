using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;
using Concordat.Oversight.Orders;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>An exclusion lets go on what had begun, and nothing else begin.</summary>
public sealed class ExclusionTests : IDisposable
{
    private static readonly DialectCase Form = DialectCase.Of("chat");

    private readonly TestIssuers _issuers = new();
    private readonly MovableTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _issuers.Dispose();

    [Fact]
    public async Task What_had_begun_goes_on_and_what_had_not_does_not_begin()
    {
        await using var host = await GatewayHost.StartAsync(Configure, _time);
        var survey = await host.CreateKeyAsync("survey", "survey");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await ExcludeAsync(host, """{"vendor":"concordat"}""");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host, survey));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host, survey)); // nor by asking again

        var book = host.Gateway.OrderBook!;
        var (standing, because) = book.For(book.Find("out")!.Order!, Subject("survey"), _time.GetUtcNow());
        Assert.Equal((OrderStanding.StopUse, "in force: excluded from new use, and `survey` had not used it when the order took effect"), (standing, because));
        Assert.Equal(OrderStanding.Restriction, book.For(Subject("maintenance"), _time.GetUtcNow()).Standing);
    }

    [Fact]
    public async Task A_use_that_began_while_the_order_rested_is_new_all_the_same()
    {
        await using var host = await GatewayHost.StartAsync(Configure, _time);
        await ExcludeAsync(host, """{"vendor":"concordat"}""");
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        var uses = Began(host);

        // A lift lets it begin; an order of the same day in its place finds a use that is younger than it.
        await TestIssuers.ApplyAsync(host, "back", _issuers.Lift("back", "out"));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(uses + 1, Began(host));
        await TestIssuers.ApplyAsync(host, "again", _issuers.Order("again", """{"vendor":"concordat"}""", action: "exclude"));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
    }

    [Fact]
    public async Task Use_of_what_another_target_names_is_no_use_of_this_one()
    {
        await using var host = await GatewayHost.StartAsync(
            config => Configure(config) is var made ? made with { Deployments = [.. made.Deployments, TestConfig.Sandbox("other") with { Name = "sandbox-2", Vendor = "second" }] } : made, _time);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await ExcludeAsync(host, """{"vendor":"concordat"},{"vendor":"second"}""");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host, model: "other"));
    }

    [Fact]
    public async Task What_began_is_known_to_a_node_that_starts_later_and_lost_rows_let_nothing_begin()
    {
        await using var host = await GatewayHost.StartAsync(Configure, _time);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await ExcludeAsync(host, """{"vendor":"concordat"}""");

        await using (var second = await GatewayHost.StartAsync(Configure, _time, stores: Again(host)))
        {
            var survey = await second.CreateKeyAsync("survey", "survey");
            Assert.Equal(HttpStatusCode.OK, await AskAsync(second));
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(second, survey));
        }

        await host.ExecuteAsync("DELETE FROM order_memory");
        await using var third = await GatewayHost.StartAsync(Configure, _time, stores: Again(host));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(third));
    }

    [Fact]
    public async Task What_a_ledger_says_was_used_before_the_store_remembered_it_counts()
    {
        await using var host = await GatewayHost.StartAsync(Configure, _time);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await ExcludeAsync(host, """{"vendor":"concordat"}""");
        await host.ExecuteAsync("DELETE FROM order_memory");
        await host.Ledger.IntegrateAsync();

        var recorder = new Recorder(host.Ledger, new DecisionRing(), null!, "pack", _time);
        using var watch = new OrderWatch(host.Stores, host.Ledger, recorder, _time, NullLogger.Instance);
        var config = Configure(TestConfig.Default(host.Directory));
        var book = await watch.ReadAsync(config, SignedBaseAgreement.Agreement, Stop);
        using (await watch.PrepareAsync(book, config, isStart: true, Stop))
        {
            var order = book.Find("out")!.Order!;
            Assert.True(watch.Uses.Known.Began(order, Subject("maintenance")));
            Assert.False(watch.Uses.Known.Began(order, Subject("survey")));
        }
    }

    [Fact]
    public async Task No_step_of_a_migration_moves_a_use_case_onto_it()
    {
        await using var old = await FakeUpstream.StartAsync();
        await using var added = await FakeUpstream.StartAsync();
        old.AnswerJson(Form.Answer("Fine."));
        added.AnswerJson(Form.Answer("Fine."));
        await using var host = await GatewayHost.StartAsync(
            config => Configure(TestConfig.WithUpstreams("openai", old.Url, added.Url)(config)) is var made ? made with { Deployments = [made.Deployments[0], made.Deployments[1] with { Candidate = true }] } : made,
            _time, random: new Random(5));
        var began = new FirstUse(Subject("maintenance") with { Deployment = "upstream-2", Model = "m" }, _time.GetUtcNow());
        Assert.True(await host.Stores.OrderMemory.AddAsync(began.Id, began.ToJson(), Stop));
        await ExcludeAsync(host, """{"deployment":"upstream-2"}""");
        var plan = new MigrationPlan
        {
            Id = "to-gov", Model = "m", From = ["upstream-1"], To = ["upstream-2"],
            Stages = [new MigrationStage { Weight = 100, Requests = 5, Latency = 1000 }, new MigrationStage { Weight = 100, Requests = 5, Latency = 1000 }],
        };
        var start = new MigrationEvent(plan.Id, 1, "start", 0, "started", _time.GetUtcNow(), plan);
        Assert.True(await host.Stores.Migrations.AddAsync(start.Id, MigrationBook.Write(start), Stop));
        await SendAsync(host, 12);
        Assert.True(added.Bodies.Count > 5);
        Assert.Single(host.Gateway.Migrations.Book.Find("to-gov")!.Steps);

        // Without the order the same is good.
        await TestIssuers.ApplyAsync(host, "back", _issuers.Lift("back", "out"));
        await host.Gateway.Orders.LookNowAsync();
        await SendAsync(host, 1);
        Assert.True(host.Gateway.Migrations.Book.Find("to-gov")!.Steps.Count > 1);
    }

    [Fact]
    public async Task No_decision_on_readiness_lets_it_out_further_with_what_is_excluded()
    {
        await using var host = await GatewayHost.StartAsync(Configure, _time);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
        await ExcludeAsync(host, """{"vendor":"concordat"}""");
        var (book, config, now) = (host.Gateway.OrderBook!, Configure(TestConfig.Default(host.Directory)), _time.GetUtcNow());

        Assert.Contains("the order `out` excludes every deployment of `sandbox`", Exclusions.FaultOfAdvance(book, config, "survey", "sandbox", now), StringComparison.Ordinal);
        Assert.Contains("the order `out` excludes every deployment from new use", Exclusions.FaultOfAdvance(book, config, "survey", "*", now), StringComparison.Ordinal);
        Assert.Null(Exclusions.FaultOfAdvance(book, config, "maintenance", "sandbox", now));
    }

    private async Task ExcludeAsync(GatewayHost host, string targets)
    {
        await host.Gateway.Orders.LookNowAsync();
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", targets, _time.GetUtcNow().AddHours(1), action: "exclude"));
        await host.Gateway.Orders.LookNowAsync();
        _time.Advance(TimeSpan.FromHours(2));
        await host.Gateway.Orders.LookNowAsync();
    }

    private static int Began(GatewayHost host) => host.Stores.OrderMemory.ListAsync(0, Stop).AsTask().GetAwaiter().GetResult().Count(static row => row.Id.StartsWith("use.", StringComparison.Ordinal));

    private static OversightStores Again(GatewayHost host) => OversightStores.OpenSqlite(Path.Combine(host.Directory, "oversight.db"), TimeProvider.System);

    private static OrderSubject Subject(string useCase) => new(useCase, "Harbour Command", "net", "sandbox-1", "concordat", "sandbox", null, "local", "local");

    private ConcordatConfig Configure(ConcordatConfig config) => _issuers.Configure(config) is var made ? made with
    {
        UseCases = [config.UseCases[0], config.UseCases[0] with { Id = "survey" }],
        Orders = new OrdersConfig { Issuers = [made.Orders.Issuers[0] with { Acts = ["exclude", "lift"] }] },
    } : config;

    private static async Task SendAsync(GatewayHost host, int times)
    {
        await host.Gateway.Migrations.LookNowAsync();
        await host.Gateway.Migrations.LookNowAsync(); // counts from here
        for (var i = 0; i < times; i++)
        {
            using var response = await host.PostAsync(Form.Path, Form.Request("How is it?", stream: false));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await host.Gateway.Migrations.LookNowAsync();
        }
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host, string? key = null, string model = "sandbox")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? host.ApiKey);
        using var response = await host.Client.SendAsync(request, Stop);
        return response.StatusCode;
    }
}
