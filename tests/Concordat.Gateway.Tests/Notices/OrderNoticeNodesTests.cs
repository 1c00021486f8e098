using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;
using Concordat.Oversight;
using Concordat.Tests.Kit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>Two nodes of one PostgreSQL tell a real program and a real mail server of orders: each of them once.</summary>
public sealed class OrderNoticeNodesTests(PostgreSqlServer server) : IAsyncLifetime
{
    private readonly string _schema = $"n_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
    private readonly TestIssuers _cio = TestIssuers.Department();
    private readonly MovableTime _time = new();
    private readonly ConcurrentQueue<(string Id, JsonNode Body)> _told = new();
    private readonly string _secret = Path.GetTempFileName();
    private WebApplication _hook = null!;
    private MailServer _mail = null!;
    private GatewayHost[] _nodes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_secret, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Cancellation);
        await using (var source = NpgsqlDataSource.Create(await server.StartAsync(Cancellation)))
        {
            await using var command = source.CreateCommand($"CREATE SCHEMA {_schema}");
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _hook = builder.Build();
        _hook.Run(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            _told.Enqueue((http.Request.Headers["webhook-id"].ToString(), JsonNode.Parse(await reader.ReadToEndAsync(http.RequestAborted))!));
            http.Response.StatusCode = 204;
        });
        await _hook.StartAsync(Cancellation);
        _mail = new MailServer();
        _nodes = [await NodeAsync(), await NodeAsync()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.Gateway.Notices.DisposeAsync();
            await node.DisposeAsync();
        }

        await _hook.DisposeAsync();
        await _mail.DisposeAsync();
        await using var source = NpgsqlDataSource.Create(await server.StartAsync(CancellationToken.None));
        await using var command = source.CreateCommand($"DROP SCHEMA {_schema} CASCADE");
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        _cio.Dispose();
        File.Delete(_secret);
    }

    [Fact]
    public async Task Each_party_and_each_program_is_told_once_of_a_stop_of_its_lapse_and_of_an_order()
    {
        await TakeAsync("halt", _cio.Order("halt", """{"useCase":"logistics"}""", action: "suspend"));
        await UntilAsync(1);
        var lapses = _nodes[0].Gateway.Orders.Book!.Find("halt")!.Order!.LapsesAt();
        _time.Advance(lapses.AddHours(-1) - _time.GetUtcNow());
        await UntilAsync(2);
        _time.Advance(TimeSpan.FromHours(2));
        await UntilAsync(3);
        await TakeAsync("out", _cio.Order("out", """{"vendor":"nobody here"}"""));
        await UntilAsync(4);

        Assert.Equal(["order-taken.halt", "order-lapsing.halt", "order-lapsed.halt", "order-taken.out"], _told.Select(static each => each.Id));
        Assert.Equal(["order.taken", "order.lapsing", "order.lapsed", "order.taken"], _told.Select(static each => (string?)each.Body["type"]));
        foreach (var party in new[] { "department@example.mil", "vendor@example.com" })
        {
            string[] subjects = [.. _mail.Messages.Where(message => message.Contains($"To: {party}", StringComparison.Ordinal)).Select(Subject)];
            Assert.Equal(4, subjects.Length);
            Assert.Equal("[concordat] suspend by cio (department): order halt", subjects[0]);
            Assert.EndsWith("unless confirmed", subjects[1], StringComparison.Ordinal);
            Assert.Equal(["[concordat] halt has lapsed: nobody confirmed it", "[concordat] remove by cio (department): order out"], subjects[2..]);
        }
    }

    private async Task<GatewayHost> NodeAsync()
    {
        var stores = await OversightStores.OpenPostgreSqlAsync($"{await server.StartAsync(Cancellation)};Search Path={_schema};Maximum Pool Size=10", _time, Cancellation);
        return await GatewayHost.StartAsync(Configure, _time, stores: stores);
    }

    private ConcordatConfig Configure(ConcordatConfig config) => With(_cio.Configure(config).Orders, config);

    private ConcordatConfig With(OrdersConfig issuers, ConcordatConfig config) => config with
    {
        Orders = issuers,
        Parties =
        [
            new PartyConfig { Name = "Department", Role = "department", Key = issuers.Issuers[0].Key, Mail = "department@example.mil" },
            new PartyConfig { Name = "Vendor", Role = "vendor", Key = issuers.Issuers[0].Key, Mail = "vendor@example.com" },
            new PartyConfig { Name = "Its subsidiary", Role = "vendor", Key = issuers.Issuers[0].Key, Mail = "vendor@example.com" },
        ],
        Notices = new NoticesConfig
        {
            Webhooks = [new WebhookConfig { Name = "desk", Url = _hook.Urls.Single(), Secret = new SecretConfig { File = _secret }, Private = true }],
            Mail = new MailConfig { Server = "127.0.0.1", Port = _mail.Port, From = "concordat@example.mil", Tls = false },
        },
    };

    private async Task TakeAsync(string id, byte[] document)
    {
        await TestIssuers.ApplyAsync(_nodes[0], id, document);
        await Task.WhenAll(_nodes.Select(static node => node.Gateway.Orders.LookNowAsync()));
    }

    private async Task UntilAsync(int count)
    {
        while (_told.Count < count || _mail.Messages.Count < 2 * count)
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    // As encoded words where it is long.
    private static string Subject(string message)
    {
        var lines = message.Split('\n');
        var at = Array.FindIndex(lines, static line => line.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase));
        return string.Concat(lines.Skip(at + 1).TakeWhile(static line => line.StartsWith(' ')).Prepend(lines[at]["Subject:".Length..])).Trim();
    }
}
