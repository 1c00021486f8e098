using Concordat.Gateway.Tests.Kit;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Concordat.Gateway.Tests.Mcp;

/// <summary>The official C# SDK against <c>/mcp</c>, in the current revision and in those before it.</summary>
public sealed class McpSdkTests : IAsyncLifetime
{
    private readonly TestApprovers _people = new();
    private ToolServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ToolServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(null, false)]
    [InlineData("2025-11-25", true)]
    [InlineData("2025-06-18", false)]
    public async Task It_connects_lists_and_calls(string? version, bool modernServer)
    {
        _server.IsModern = modernServer;
        await using var host = await GatewayHost.StartAsync(_server.Register);
        await using var client = await ConnectAsync(host, version);

        Assert.Equal(version ?? "2026-07-28", client.NegotiatedProtocolVersion);
        Assert.Equal("concordat", client.ServerInfo?.Name);
        Assert.NotNull(client.ServerCapabilities.Tools);
        Assert.Null(client.ServerCapabilities.Resources);
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("depot__get_weather", tools.Select(tool => tool.Name));
        var result = await client.CallToolAsync(
            "depot__get_weather", new Dictionary<string, object?> { ["city"] = "Kiel" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("done {\"city\":\"Kiel\"}", Assert.IsType<TextContentBlock>(result.Content[0]).Text);
        Assert.NotEqual(true, result.IsError);
    }

    [Fact]
    public async Task An_older_client_is_answered_when_it_pings()
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        await using var client = await ConnectAsync(host, "2025-11-25");
        Assert.NotNull(await client.PingAsync(cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    public async Task Progress_comes_while_the_tool_runs(string? version)
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        var notes = new Notes();
        _server.OnCall = async (http, message) =>
        {
            http.Response.ContentType = "text/event-stream";
            var token = message["params"]!["_meta"]!["progressToken"]!.ToJsonString();
            for (var i = 1; i <= 3; i++)
            {
                await http.Response.WriteAsync($$$"""data: {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{{{token}}},"progress":{{{i}}},"total":3}}""" + "\n\n");
                await http.Response.Body.FlushAsync();
            }

            // The client forgets whom to tell of progress as soon as it has the result: the tool ends when all has been seen.
            await notes.Third.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync($$$"""data: {"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"content":[{"type":"text","text":"done"}]}}""" + "\n\n");
        };
        await using var client = await ConnectAsync(host, version);
        var result = await client.CallToolAsync("depot__get_weather", progress: notes, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("done", Assert.IsType<TextContentBlock>(result.Content[0]).Text);
        Assert.Equal([1f, 2f, 3f], notes.Seen.Select(note => note.Progress).Order());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    public async Task A_cancelled_call_is_cancelled_at_the_server_and_recorded(string? version)
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        var (began, ended) = (new TaskCompletionSource(), new TaskCompletionSource());
        _server.OnCall = async (http, message) =>
        {
            began.SetResult();
            http.RequestAborted.Register(() => ended.TrySetResult());
            await ended.Task;
        };
        await using var client = await ConnectAsync(host, version);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = client.CallToolAsync("depot__get_weather", cancellationToken: cancel.Token).AsTask();
        await began.Task.WaitAsync(TestContext.Current.CancellationToken);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        await Eventually(async () => (await host.EntriesAsync())[^1]["error"]?.GetValue<string>() == "client_closed");
    }

    [Fact]
    public async Task A_held_call_opens_its_case_in_the_users_browser_and_goes_on_once_granted()
    {
        await using var host = await GatewayHost.StartAsync(config => _server.Register(_people.Register(config)) with
        {
            UseCases = [config.UseCases[0] with { Functions = ["fires"] }],
            CaseUrl = "https://desk.example.mil/cases/{case}",
        });
        string? opened = null;
        await using var client = await ConnectAsync(host, version: null, new McpClientHandlers
        {
            ElicitationHandler = async (request, _) =>
            {
                opened = request!.Url!;
                await _people.GrantAsync(host, opened[(opened.LastIndexOf('/') + 1)..], TestApprovers.Command);
                return new ElicitResult { Action = "accept" };
            },
        });

        var result = await client.CallToolAsync(
            "depot__release_weapon", new Dictionary<string, object?> { ["target"] = "hulk 7" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.StartsWith("https://desk.example.mil/cases/case_", opened, StringComparison.Ordinal);
        Assert.Equal("done {\"target\":\"hulk 7\"}", Assert.IsType<TextContentBlock>(result.Content[0]).Text);
        Assert.Single(_server.Calls);
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 200 && !await holds(); i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        Assert.True(await holds());
    }

    private static async Task<McpClient> ConnectAsync(GatewayHost host, string? version, McpClientHandlers? handlers = null)
    {
        var options = new McpClientOptions { ProtocolVersion = version };
        if (handlers is not null)
        {
            options.Handlers = handlers;
            options.Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Url = new UrlElicitationCapability() } };
        }

        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = new Uri($"{host.Url}/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {host.ApiKey}" },
        });
        var client = await McpClient.CreateAsync(transport, options, cancellationToken: TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"revision {client.NegotiatedProtocolVersion}"); // read by eng/reports.mjs
        return client;
    }

    private sealed class Notes : IProgress<ProgressNotificationValue>
    {
        public List<ProgressNotificationValue> Seen { get; } = [];

        public TaskCompletionSource Third { get; } = new();

        public void Report(ProgressNotificationValue value)
        {
            lock (Seen)
            {
                Seen.Add(value);
                if (Seen.Count == 3)
                {
                    Third.TrySetResult();
                }
            }
        }
    }
}
