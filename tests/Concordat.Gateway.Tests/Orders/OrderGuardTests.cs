using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Signers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Ways around an order: a row in the store that the desk would not have taken, a store that is silent.</summary>
public sealed class OrderGuardTests : IDisposable
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly TestIssuers _issuers = new();
    private readonly TestIssuers _press = new();

    public void Dispose()
    {
        _issuers.Dispose();
        _press.Dispose();
    }

    [Theory]
    [InlineData("press")] // an issuer who may only respond
    [InlineData("retired")] // one who may nothing any more
    [InlineData("revoked")] // a key that was stolen
    [InlineData("long ago")] // a date that no desk takes
    public async Task A_row_that_the_desk_would_not_have_taken_stops_the_gateway_and_changes_no_order(string attack)
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await StopAsync(host);
        if (attack == "revoked")
        {
            await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(_issuers.KeyId, TimeProvider.System.GetUtcNow().AddHours(-1), 1, []), TestContext.Current.CancellationToken);
        }
        else if (attack == "retired")
        {
            var config = Configure(TestConfig.Default(host.Directory));
            await host.Gateway.ApplyAsync(
                config with { Orders = new OrdersConfig { Issuers = [config.Orders.Issuers[0] with { Acts = [] }, config.Orders.Issuers[1]] } },
                SignedBaseAgreement.Agreement, new string('1', 64), TestContext.Current.CancellationToken);
        }

        await TestIssuers.ApplyAsync(host, "back", attack switch
        {
            "press" => _press.Lift("back", "out", "press"),
            "long ago" => _issuers.Order("back", """{"vendor":"nobody here"}""", TimeProvider.System.GetUtcNow().AddYears(-1)),
            _ => _issuers.Lift("back", "out"),
        });
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(host));
        Assert.False(host.Gateway.Status().Ready);
        Assert.Contains("`back`", host.Gateway.Status().OrdersFault, StringComparison.Ordinal);
        Assert.DoesNotContain(await host.EntriesAsync(), entry => entry["orders"]?["added"]?.AsArray().Any(added => (string?)added!["id"] == "back") == true);

        // Whoever takes it out of the store again puts things right: the order still holds.
        await host.ExecuteAsync("DELETE FROM orders WHERE id = 'back'");
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
    }

    [Theory]
    [InlineData("rulings")]
    [InlineData("certificates")]
    [InlineData("readiness")]
    [InlineData("revoked_signers")]
    [InlineData("orders")]
    public async Task A_reload_that_fails_leaves_everything_that_goes_by_the_agreement_in_force_as_it_is(string table)
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await StopAsync(host);
        var (before, terms) = (host.Gateway.Orders.Current, host.Gateway.OrderBook!.Terms);
        var (rulings, certificates, readiness) = (host.Gateway.Rulings.Book, host.Gateway.Certificates.Current, host.Gateway.Readiness.Current);
        var amended = SignedBaseAgreement.With(("clauses.cedar", "@title(\"Cloud only\")", "@title(\"Cloud alone\")"), ("agreement.md", "### 6.1 Cloud only", "### 6.1 Cloud alone"));
        await host.ExecuteAsync($"ALTER TABLE {table} RENAME TO away");

        await Assert.ThrowsAsync<OversightUnavailableException>(() => ReloadAsync());

        Assert.Same(SignedBaseAgreement.Agreement, host.Gateway.Model!.Agreement);
        Assert.Same(before, host.Gateway.Orders.Current);
        Assert.Same(terms, host.Gateway.OrderBook!.Terms);
        Assert.Same(rulings, host.Gateway.Rulings.Book);
        Assert.Same(certificates, host.Gateway.Certificates.Current);
        Assert.Same(readiness, host.Gateway.Readiness.Current);
        Assert.Equal("start", Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["type"] == "configuration")["reason"]!.GetValue<string>());

        // Nothing is left held: what failed can be tried again, and then all of it is in force.
        await host.ExecuteAsync($"ALTER TABLE away RENAME TO {table}");
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        await ReloadAsync();
        Assert.Same(amended, host.Gateway.Model.Agreement);
        Assert.NotSame(before, host.Gateway.Orders.Current);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));

        Task ReloadAsync() => host.Gateway.ApplyAsync(
            Configure(TestConfig.Default(host.Directory)), amended, new string('1', 64), TestContext.Current.CancellationToken).AsTask();
    }

    [Fact]
    public async Task A_gateway_starts_with_what_its_ledger_says_was_taken_and_with_nothing_that_would_not_be()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await StopAsync(host);
        await host.Ledger.IntegrateAsync();
        var config = Configure(TestConfig.Default(host.Directory));
        var retired = config with { Orders = new OrdersConfig { Issuers = [config.Orders.Issuers[0] with { Acts = [] }, config.Orders.Issuers[1]] } };

        // Who issued it may not any more, and it stays in force.
        Assert.Equal(["out"], (await StartAsync(retired)).Documents.Select(document => document.Id));

        // A row that came while nobody served, and that nobody would have taken.
        await TestIssuers.ApplyAsync(host, "back", _press.Lift("back", "out", "press"));
        Assert.Contains("`press` may not sign `lift`", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(config))).Message, StringComparison.Ordinal);

        // An order that went away, or became another, while nobody served.
        await host.ExecuteAsync("DELETE FROM orders");
        Assert.Contains("the store has 0 orders and notices, but 1 were taken", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(config))).Message, StringComparison.Ordinal);
        await TestIssuers.ApplyAsync(host, "mild", _issuers.Order("mild", """{"vendor":"nobody here"}"""));
        Assert.Contains("are not those that were taken", (await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(config))).Message, StringComparison.Ordinal);

        async Task<Oversight.Orders.OrderBook> StartAsync(ConcordatConfig with)
        {
            using var watch = new OrderWatch(host.Stores, host.Ledger, null!, TimeProvider.System, NullLogger.Instance);
            return await watch.ReadAsync(with, SignedBaseAgreement.Agreement, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task What_was_taken_is_found_however_much_was_recorded_since()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await StopAsync(host);
        await FillAsync(host, 100_001);
        await host.Ledger.IntegrateAsync();
        var config = Configure(TestConfig.Default(host.Directory));
        var retired = config with { Orders = new OrdersConfig { Issuers = [config.Orders.Issuers[0] with { Acts = [] }, config.Orders.Issuers[1]] } };
        using var watch = new OrderWatch(host.Stores, host.Ledger, null!, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(["out"], (await watch.ReadAsync(retired, SignedBaseAgreement.Agreement, TestContext.Current.CancellationToken)).Documents.Select(document => document.Id));

        // A gateway that goes on says it again, once, so that the next start need not look as far.
        await host.Gateway.Orders.LookNowAsync();
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(("standing", 1), await SaidLatelyAsync(host));
    }

    [Fact]
    public async Task That_nothing_was_taken_yet_is_recorded_in_a_long_ledger_where_something_may_be()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await FillAsync(host, 50_001);
        await host.Ledger.IntegrateAsync();
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(("standing", 0), await SaidLatelyAsync(host));
    }

    [Fact]
    public async Task A_store_that_says_nothing_of_orders_stops_the_gateway_until_it_does()
    {
        var time = new StalledTime();
        await using var host = await GatewayHost.StartAsync(Configure, time);
        await host.ExecuteAsync("ALTER TABLE orders RENAME TO elsewhere");
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host)); // a moment's silence is none

        time.Advance(TimeSpan.FromSeconds(11));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(host));
        Assert.Equal((false, "the store has not told of new orders for 10 seconds; make it answer"), (host.Gateway.Status().Ready, host.Gateway.Status().OrdersFault));

        await host.ExecuteAsync("ALTER TABLE elsewhere RENAME TO orders");
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));
    }

    [Fact]
    public async Task An_order_that_is_known_begins_on_its_day_though_the_store_is_silent()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(Configure, time);
        await TestIssuers.ApplyAsync(host, "soon", _issuers.Order("soon", """{"vendor":"concordat"}""", TimeProvider.System.GetUtcNow().AddHours(1)));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(host));

        await host.ExecuteAsync("ALTER TABLE orders RENAME TO elsewhere");
        time.Advance(TimeSpan.FromHours(2));
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
        var said = (await host.EntriesAsync()).FindLast(entry => (string?)entry["type"] == "orders")!;
        Assert.Equal("date", (string?)said["reason"]);

        // A row that another node took meanwhile is none of those; a start measures it by when the store was last asked.
        var looked = TimeOf(said["orders"]!["looked"]);
        Assert.InRange(TimeOf(said["time"]) - looked, TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(130));
        var reader = LedgerReader.Open(host.Ledger.Location, host.Ledger.VerifierKey);
        Assert.Equal(looked, TakenOrders.Newest(reader, default, TestContext.Current.CancellationToken)!.Value.Taken.When);

        static DateTimeOffset TimeOf(JsonNode? time) => DateTimeOffset.Parse((string)time!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task What_is_gone_by_is_said_again_each_day_so_that_the_log_can_be_pruned_behind_it()
    {
        var time = new MovableTime();
        await using var host = await GatewayHost.StartAsync(Configure, time);
        await StopAsync(host);
        await host.Gateway.Orders.LookNowAsync();
        var before = await OrdersEntriesAsync(host);
        time.Advance(TimeSpan.FromHours(25));
        await host.Gateway.Orders.LookNowAsync();
        await host.Gateway.Orders.LookNowAsync();

        Assert.Equal(before + 1, await OrdersEntriesAsync(host));
        Assert.Equal(("standing", 1), await SaidLatelyAsync(host, 1));
    }

    [Fact]
    public async Task A_row_that_came_between_the_reading_and_the_start_is_no_older_than_that()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        var config = Configure(TestConfig.Default(host.Directory));
        var recorder = new Recorder(host.Ledger, new DecisionRing(), null!, "pack", TimeProvider.System);
        using var watch = new OrderWatch(host.Stores, host.Ledger, recorder, TimeProvider.System, NullLogger.Instance);
        var book = await watch.ReadAsync(config, SignedBaseAgreement.Agreement, TestContext.Current.CancellationToken);

        // A stolen key, and a row that says of itself that it was taken before it was stolen.
        await host.Stores.RevokedSigners.AddAsync(new RevokedSigner(_issuers.KeyId, TimeProvider.System.GetUtcNow().AddHours(-1), 1, []), TestContext.Current.CancellationToken);
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.ExecuteAsync("UPDATE orders SET taken = 0");

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => watch.PrepareAsync(book, config, isStart: true, TestContext.Current.CancellationToken).AsTask());
        Assert.Contains("was revoked", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_is_recorded_while_an_order_is_taken_does_not_take_it_back()
    {
        await using var host = await GatewayHost.StartAsync(Configure);
        await StopAsync(host);
        var old = JsonNode.Parse((await host.EntriesAsync()).FindLast(entry => (string?)entry["type"] == "orders")!.ToJsonString())!;
        old["orders"]!["count"] = 0;
        old["orders"]!["refused"] = new JsonObject { ["id"] = "x" };
        await host.Ledger.AppendAsync(Encoding.UTF8.GetBytes(old.ToJsonString()), TestContext.Current.CancellationToken);
        await host.Ledger.IntegrateAsync();

        var reader = LedgerReader.Open(host.Ledger.Location, host.Ledger.VerifierKey);
        Assert.Equal(1, TakenOrders.Newest(reader, default, TestContext.Current.CancellationToken)!.Value.Taken.Count);
    }

    // None of them is an entry about orders, though each looks like one at first sight.
    private static async Task FillAsync(GatewayHost host, int entries)
    {
        foreach (var some in Enumerable.Range(0, entries).Chunk(10_000))
        {
            await Task.WhenAll(some.Select(i => host.Ledger.AppendAsync(Encoding.UTF8.GetBytes($$$"""{"n":{{{i}}},"of":{"type":"orders"}}"""), TestContext.Current.CancellationToken).AsTask()));
        }
    }

    private static async Task<int> OrdersEntriesAsync(GatewayHost host) => (await host.EntriesAsync()).Count(static entry => (string?)entry["type"] == "orders");

    private static async Task<(string? Reason, int? Count)> SaidLatelyAsync(GatewayHost host, int among = 10)
    {
        await host.Ledger.IntegrateAsync();
        var reader = LedgerReader.Open(host.Ledger.Location, host.Ledger.VerifierKey);
        var said = Assert.Single(
            reader.NewestFirst(new EntryIndex(reader.Size - among), TestContext.Current.CancellationToken).Select(each => JsonNode.Parse(each.Entry)!),
            entry => (string?)entry["type"] == "orders");
        return ((string?)said["reason"], (int?)said["orders"]!["count"]);
    }

    private async Task StopAsync(GatewayHost host)
    {
        await TestIssuers.ApplyAsync(host, "out", _issuers.Order("out", """{"vendor":"concordat"}"""));
        await host.Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(host));
    }

    private ConcordatConfig Configure(ConcordatConfig config) => _issuers.And(_press, "press", "respond")(config);

    private static async Task<HttpStatusCode> AskAsync(GatewayHost host)
    {
        using var response = await host.PostAsync("/v1/chat/completions", Request);
        return response.StatusCode;
    }
}
