using System.Diagnostics;
using System.Net;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight;
using Concordat.Tests.Kit;
using Npgsql;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Two nodes of one PostgreSQL, on the clock: what one takes binds the other without anybody telling it.</summary>
public sealed class OrderNodesTests(PostgreSqlServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly string _schema = $"o_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly TestIssuers _issuers = new();
    private GatewayHost _a = null!;
    private GatewayHost _b = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await ExecuteAsync($"CREATE SCHEMA {_schema}");
        (_a, _b) = (await NodeAsync(), await NodeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await ExecuteAsync($"DROP SCHEMA {_schema} CASCADE");
        _issuers.Dispose();
    }

    [Fact]
    public async Task An_order_that_one_node_takes_binds_the_other_and_so_does_its_lift()
    {
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(_a), await AskAsync(_b)));

        await PostAsync(_issuers.Order("out", """{"vendor":"concordat"}"""));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(_a));
        await UntilAsync("the order", HttpStatusCode.Forbidden);

        await PostAsync(_issuers.Lift("back", "out"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(_a));
        await UntilAsync("its lift", HttpStatusCode.OK);
    }

    private async Task UntilAsync(string what, HttpStatusCode wanted)
    {
        var posted = Stopwatch.GetTimestamp();
        while (await AskAsync(_b) != wanted)
        {
            await Task.Delay(10, Stop);
        }

        output.WriteLine($"{what}: {Stopwatch.GetElapsedTime(posted).TotalMilliseconds:F0} ms after the first node's answer");
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayHost node)
    {
        using var answer = await node.PostAsync("/v1/chat/completions", Request);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Forbidden);
        return answer.StatusCode;
    }

    private async Task PostAsync(byte[] envelope)
    {
        using var content = new ByteArrayContent(envelope);
        content.Headers.ContentType = new("application/json");
        using var taken = await _a.Client.PostAsync(new Uri("/v1/orders", UriKind.Relative), content, Stop);
        Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
    }

    private async Task<GatewayHost> NodeAsync()
    {
        var stores = await OversightStores.OpenPostgreSqlAsync($"{await server.StartAsync(Stop)};Search Path={_schema};Maximum Pool Size=10", TimeProvider.System, Stop);
        return await GatewayHost.StartAsync(_issuers.Configure, stores: stores);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(await server.StartAsync(CancellationToken.None));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
