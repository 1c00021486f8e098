using System.Globalization;
using System.Text;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;
using Concordat.Gateway.Tests.Rulings;

namespace Concordat.Gateway.Tests.Endpoints;

/// <summary>A gateway where one API key has a case, a certificate, a ruling and an order, and where other callers come along.</summary>
internal sealed class KeyWorld : IAsyncDisposable
{
    /// <summary>Who calls. The key itself is last: what it does it does for good.</summary>
    public static readonly IReadOnlyList<string> Callers = ["no key", "unknown key", "forged secret", "revoked key", "key of another use case", "another key of the use case", "the key that asked"];

    private readonly TestIssuers _issuers = new();
    private readonly TestPanel _panel = new();
    private readonly Dictionary<string, string?> _keys = new(StringComparer.Ordinal);

    private KeyWorld()
    {
    }

    public GatewayHost Host { get; private set; } = null!;

    /// <summary>Id of the case that waits.</summary>
    public string Case { get; private set; } = "";

    /// <summary>Index of the entry of its request.</summary>
    public string Entry { get; private set; } = "";

    public string Certificate { get; private set; } = "";

    /// <summary>Id of a key of the use case.</summary>
    public string KeyId { get; private set; } = "";

    public static async Task<KeyWorld> StartAsync()
    {
        var world = new KeyWorld();
        var host = world.Host = await GatewayHost.StartAsync(world.Configure, serves: true);
        var revoked = await host.Stores.Keys.CreateAsync("maintenance", "revoked", expires: null, TestContext.Current.CancellationToken);
        await host.Stores.Keys.RevokeAsync(revoked.Record.Id, TestContext.Current.CancellationToken);
        (world._keys["no key"], world._keys["revoked key"], world._keys["the key that asked"]) = (null, revoked.ShownOnce, host.ApiKey);
        (world._keys["unknown key"], world._keys["forged secret"]) = ($"ck_zzzzzzzz_{new string('A', 43)}", $"{host.ApiKey[..12]}{new string('A', 43)}");
        world._keys["another key of the use case"] = await host.CreateKeyAsync("sibling");
        world._keys["key of another use case"] = await host.CreateKeyAsync("other", "somebody-else");
        world.KeyId = world._keys["another key of the use case"]!.Substring(3, 8);
        await world.ActAsync();
        return world;
    }

    /// <summary>Sends what a caller sends there.</summary>
    public async Task<string> AskAsync(KeyMatrixRow row, string caller)
    {
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), row.Address(this));
        if (_keys[caller] is { } key)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (row.Body is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        row.Change?.Invoke(request);
        using var client = new HttpClient { BaseAddress = new Uri(Host.Url) };
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return await Matrix.OutcomeAsync(response, IsOurs);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _issuers.Dispose();
        _panel.Dispose();
    }

    /// <summary>Whether a text tells of the use case, or of what its key did.</summary>
    private bool IsOurs(string text) =>
        ((string[])["maintenance", Case, Certificate, "radar-images", "ours"]).Any(word => text.Contains(word, StringComparison.Ordinal));

    private async Task ActAsync()
    {
        Case = await HeldCall.HoldAsync(Host);
        Entry = (await Host.EntriesAsync()).FindIndex(entry => (string?)entry["case"] == Case || (string?)entry["calls"]?[0]?["case"] == Case).ToString(CultureInfo.InvariantCulture);
        Certificate = (string)(await TestSuite.CertifyAsync(Host))["id"]!;
        using var held = await Host.PostAsync("/v1/chat/completions", TestPanel.Image);
        await _panel.TakeAsync(Host, _panel.Sign(TestPanel.Images(held.Headers.GetValues("Concordat-Case").Single())));
        await TestIssuers.ApplyAsync(Host, "ours", _issuers.Order("ours", """{"vendor":"Depot Software"}"""));
        await Host.Gateway.Orders.LookNowAsync();
        await Host.Ledger.IntegrateAsync();
    }

    private ConcordatConfig Configure(ConcordatConfig config)
    {
        var ready = _issuers.Configure(_panel.People.Register(config));
        var ours = ready.UseCases[0] with { Functions = ["fires"] };
        return ready with
        {
            WebAuthn = new WebAuthnConfig { RelyingParty = "gateway.example", Origins = ["https://gateway.example"] },
            UseCases = [ours, ours with { Id = "somebody-else" }],
            Mcp = new McpConfig
            {
                Servers = [new McpServerConfig { Name = "depot", Url = "http://127.0.0.1:9", UseCases = ["maintenance"], Vendor = "Depot Software", Cloud = "c", Region = "r" }],
            },
        };
    }
}
