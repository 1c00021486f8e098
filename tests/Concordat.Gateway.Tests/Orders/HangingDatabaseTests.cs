using System.Net;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Rulings;
using Concordat.Oversight;
using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Two nodes of one PostgreSQL whose tables somebody has locked: looks hang, and do not fail.</summary>
public sealed class HangingDatabaseTests(PostgreSqlServer server) : IAsyncLifetime
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly string _schema = $"h_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly TestIssuers _issuers = new();
    private readonly TestPanel _panel = new();
    private readonly WoundTime _time = new();
    private GatewayHost[] _nodes = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using (var source = NpgsqlDataSource.Create(await server.StartAsync(Stop)))
        {
            await using var command = source.CreateCommand($"CREATE SCHEMA {_schema}");
            await command.ExecuteNonQueryAsync(Stop);
        }

        _nodes = [await NodeAsync(), await NodeAsync()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await using var source = NpgsqlDataSource.Create(await server.StartAsync(CancellationToken.None));
        await using var command = source.CreateCommand($"DROP SCHEMA {_schema} CASCADE");
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        _issuers.Dispose();
        _panel.Dispose();
    }

    [Fact]
    public async Task While_looks_hang_a_known_date_begins_then_nothing_is_served_and_all_goes_on_afterwards()
    {
        var soon = _time.GetUtcNow().AddMinutes(10);
        await TestIssuers.ApplyAsync(_nodes[0], "soon", _issuers.Order("soon", """{"vendor":"concordat"}""", soon));
        _time.Advance(soon - _time.GetUtcNow() - TimeSpan.FromSeconds(2));
        await Task.WhenAll(_nodes.Select(static node => node.Gateway.Orders.LookNowAsync()));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(Request));

        Task[] looks;
        await using (var locked = await LockAsync("orders"))
        {
            var timers = _time.Waiting();
            looks = [.. _nodes.Select(static node => node.Gateway.Orders.LookNowAsync())];
            await UntilAsync(async () => await HangingAsync("orders") >= 2 && _time.Waiting() >= timers + 2);
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(Request)); // a moment's silence is none

            _time.Advance(TimeSpan.FromSeconds(3));
            await UntilAsync(async () =>
            {
                var seen = await AskAsync(Request);
                Assert.All(seen, static status => Assert.Contains(status, new[] { HttpStatusCode.OK, HttpStatusCode.Forbidden }));
                return seen.All(static status => status == HttpStatusCode.Forbidden);
            });
            Assert.All(looks, static look => Assert.False(look.IsCompleted));

            _time.Advance(TimeSpan.FromSeconds(8));
            Assert.Equal([HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable], await AskAsync(Request));
            Assert.All(_nodes, static node => Assert.Equal("the store has not told of new orders for 10 seconds; make it answer", node.Gateway.Status().OrdersFault));
        }

        await Task.WhenAll(looks);
        await Task.WhenAll(_nodes.Select(static node => node.Gateway.Orders.LookNowAsync()));
        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], await AskAsync(Request));
        await TestIssuers.ApplyAsync(_nodes[1], "back", _issuers.Lift("back", "soon"));
        await Task.WhenAll(_nodes.Select(static node => node.Gateway.Orders.LookNowAsync()));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(Request));
        foreach (var node in _nodes)
        {
            Assert.Equal(["start", "document", "date", "document"], (await node.EntriesAsync()).Where(static entry => (string?)entry["type"] == "orders").Select(static entry => (string?)entry["reason"]));
        }
    }

    [Fact]
    public async Task While_the_store_hangs_nobody_waits_with_what_no_issuer_signed_and_an_issuer_not_for_ever()
    {
        using var stranger = new TestIssuers();
        await TestIssuers.ApplyAsync(_nodes[0], "known", _issuers.Order("known", """{"vendor":"nobody here"}"""));
        await _nodes[0].Gateway.Orders.LookNowAsync();
        var known = (await _nodes[0].Stores.Orders.ListAsync(0, Stop)).Single().Envelope;
        await using (var locked = await LockAsync("orders"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await HandInAsync(stranger.Order("forged", """{"vendor":"concordat"}""")));
            Assert.Equal(HttpStatusCode.OK, await HandInAsync(known.ToArray()));

            var timers = _time.Waiting();
            var signed = HandInAsync(_issuers.Order("signed", """{"vendor":"nobody here either"}"""));
            await UntilAsync(async () => await HangingAsync("orders") >= 1 && _time.Waiting() > timers);
            Assert.False(signed.IsCompleted);
            _time.Advance(Gateway.Orders.OrderDesk.LongestTaking + TimeSpan.FromSeconds(1));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await signed);
        }

        await _nodes[0].Gateway.Orders.LookNowAsync();
        Assert.Equal(HttpStatusCode.Created, await HandInAsync(_issuers.Order("after", """{"vendor":"nobody at all"}""")));

        async Task<HttpStatusCode> HandInAsync(byte[] envelope)
        {
            using var content = new ByteArrayContent(envelope);
            content.Headers.ContentType = new("application/json");
            using var taken = await _nodes[0].Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, Stop);
            return taken.StatusCode;
        }
    }

    [Fact]
    public async Task While_looks_hang_rulings_stand_for_a_moment_and_then_on_neither_node()
    {
        string held;
        using (var answer = await _nodes[0].PostAsync("/v1/chat/completions", TestPanel.Image))
        {
            held = answer.Headers.GetValues("Concordat-Case").Single();
        }

        await _panel.TakeAsync(_nodes[0], _panel.Sign(TestPanel.Images(held)));
        await _nodes[1].Gateway.Rulings.LookNowAsync();
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(TestPanel.Image));

        Task[] looks;
        await using (var locked = await LockAsync("rulings"))
        {
            looks = [.. _nodes.Select(static node => node.Gateway.Rulings.LookNowAsync())];
            await UntilAsync(async () => await HangingAsync("rulings") >= 2);
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(TestPanel.Image));

            _time.Advance(TimeSpan.FromSeconds(11));
            await Task.WhenAll(_nodes.Select(static node => node.Gateway.Orders.LookNowAsync()));
            Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Forbidden], await AskAsync(TestPanel.Image));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(Request)); // what needs no ruling goes on
        }

        await Task.WhenAll(looks);
        await Task.WhenAll(_nodes.Select(static node => node.Gateway.Rulings.LookNowAsync()));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], await AskAsync(TestPanel.Image));
    }

    private async Task<GatewayHost> NodeAsync()
    {
        var stores = await OversightStores.OpenPostgreSqlAsync($"{await server.StartAsync(Stop)};Search Path={_schema};Maximum Pool Size=10;Command Timeout=300", TimeProvider.System, Stop);
        return await GatewayHost.StartAsync(config => _panel.People.Register(_issuers.Configure(config)), _time, stores: stores);
    }

    private async Task<HttpStatusCode[]> AskAsync(string request) => await Task.WhenAll(_nodes.Select(async node =>
    {
        using var answer = await node.PostAsync("/v1/chat/completions", request);
        return answer.StatusCode;
    }));

    /// <summary>Holds a table until it is disposed of.</summary>
    private async Task<NpgsqlConnection> LockAsync(string table)
    {
        var connection = new NpgsqlConnection($"{await server.StartAsync(Stop)};Search Path={_schema};Pooling=false");
        await connection.OpenAsync(Stop);
#pragma warning disable CA2100 // the tests' own text
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Stop);
        return connection;
    }

    /// <summary>How many wait for a table.</summary>
    private async Task<long> HangingAsync(string table)
    {
        await using var source = NpgsqlDataSource.Create($"{await server.StartAsync(Stop)};Pooling=false");
        await using var command = source.CreateCommand($"SELECT count(*) FROM pg_locks WHERE relation = '{_schema}.{table}'::regclass AND NOT granted");
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            Stop.ThrowIfCancellationRequested();
        }
    }
}
