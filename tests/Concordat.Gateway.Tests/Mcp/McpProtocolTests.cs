using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Mcp;

/// <summary>What the protocol asks of the gateway itself, and what it refuses by name.</summary>
public sealed class McpProtocolTests : IAsyncLifetime
{
    private ToolServer _server = null!;
    private GatewayHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ToolServer.StartAsync();
        _host = await GatewayHost.StartAsync(config => _server.Register(config) with
        {
            Mcp = _server.Register(config).Mcp! with { Origins = ["https://desk.example.mil"] },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Discovery_names_the_revisions_and_tools_alone()
    {
        var result = (await McpCaller.AskAsync(_host, "server/discover")).Body!["result"]!;

        Assert.Equal(["2026-07-28", "2025-11-25", "2025-06-18"], result["supportedVersions"]!.AsArray().Select(version => version!.GetValue<string>()));
        Assert.Equal(["tools"], result["capabilities"]!.AsObject().Select(capability => capability.Key));
        Assert.Equal("complete", result["resultType"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("resources/list")]
    [InlineData("resources/read")]
    [InlineData("resources/templates/list")]
    [InlineData("prompts/list")]
    [InlineData("prompts/get")]
    [InlineData("completion/complete")]
    [InlineData("subscriptions/listen")]
    [InlineData("sampling/createMessage")]
    [InlineData("tasks/get")]
    [InlineData("ping")]
    [InlineData("initialize")]
    [InlineData("anything/else")]
    public async Task Whatever_is_not_a_tool_is_refused_by_name(string method)
    {
        var seen = await McpCaller.AskAsync(_host, method);

        Assert.Equal((HttpStatusCode.NotFound, -32601), (seen.Status, seen.ErrorNumber));
        Assert.Equal("method_not_found", seen.Body!["error"]!["data"]!["code"]!.GetValue<string>());
        Assert.Empty(_server.Messages);
    }

    [Fact]
    public async Task An_unknown_revision_is_told_which_are_spoken()
    {
        var message = McpCaller.Message("tools/list", new JsonObject { ["_meta"] = new JsonObject { ["io.modelcontextprotocol/protocolVersion"] = "1900-01-01" } });
        var seen = await McpCaller.SendAsync(_host, message);

        Assert.Equal((HttpStatusCode.BadRequest, -32022), (seen.Status, seen.ErrorNumber));
        Assert.Equal(("1900-01-01", 3), (seen.Body!["error"]!["data"]!["requested"]!.GetValue<string>(), seen.Body!["error"]!["data"]!["supported"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("MCP-Protocol-Version", "2025-11-25")]
    [InlineData("Mcp-Method", "tools/list")]
    [InlineData("Mcp-Name", "depot__release_weapon")]
    [InlineData("Mcp-Name", null)]
    [InlineData("Mcp-Method", null)]
    public async Task Headers_that_say_something_else_than_the_body_are_refused(string header, string? value)
    {
        var seen = await McpCaller.SendAsync(_host, McpCaller.Message("tools/call", McpCaller.Call("depot__get_weather")), request =>
        {
            request.Headers.Remove(header);
            if (value is not null)
            {
                request.Headers.Add(header, value);
            }
        });

        Assert.Equal((HttpStatusCode.BadRequest, -32020), (seen.Status, seen.ErrorNumber));
        Assert.Empty(_server.Calls);
    }

    [Fact]
    public async Task Arguments_that_travel_in_headers_must_match_and_are_sent_on()
    {
        var tool = ToolServer.Define("get_weather");
        tool["inputSchema"] = JsonNode.Parse("""{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}}}""");
        _server.Tools[0] = tool;
        await using var host = await GatewayHost.StartAsync(_server.Register);
        string? got = null;
        _server.OnMessage = (http, message) =>
        {
            got = http.Request.Headers["Mcp-Param-Region"].FirstOrDefault() ?? got;
            return Task.FromResult(false);
        };
        var call = McpCaller.Message("tools/call", McpCaller.Call("depot__get_weather", new { region = "Köln" }));

        Assert.Equal(-32020, (await McpCaller.SendAsync(host, call)).ErrorNumber);
        Assert.Equal(-32020, (await McpCaller.SendAsync(host, call, r => r.Headers.Add("Mcp-Param-Region", "Bonn"))).ErrorNumber);
        Assert.False((await McpCaller.SendAsync(host, call, r => r.Headers.Add("Mcp-Param-Region", "=?base64?S8O2bG4=?="))).IsToolError);
        Assert.Equal("=?base64?S8O2bG4=?=", got);
    }

    [Theory]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]""", -32600)]
    [InlineData("""{"jsonrpc":"1.0","id":1,"method":"tools/list"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":{},"method":"tools/list"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":[]}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":2,"method":"tools/list"}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}{}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1""", -32700)]
    public async Task What_is_no_message_is_refused_as_such(string body, int number)
    {
        var seen = await McpCaller.SendAsync(_host, body, request => request.Headers.Add("MCP-Protocol-Version", "2025-11-25"));
        Assert.Equal((HttpStatusCode.BadRequest, number), (seen.Status, seen.ErrorNumber));
    }

    [Theory]
    [InlineData("""{"name":"depot__get_weather","arguments":{"n":9007199254740993}}""")]
    [InlineData("""{"name":"depot__get_weather","arguments":[]}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("{}")]
    public async Task Arguments_that_can_be_read_in_two_ways_are_refused(string parameters)
    {
        var body = $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{parameters}}}""";
        var seen = await McpCaller.SendAsync(_host, body, request => request.Headers.Add("MCP-Protocol-Version", "2025-11-25"));

        Assert.Equal(-32602, seen.ErrorNumber);
        Assert.Empty(_server.Calls);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://desk.example.mil", HttpStatusCode.OK)]
    public async Task A_page_may_call_only_from_a_listed_origin(string origin, HttpStatusCode status)
    {
        var seen = await McpCaller.SendAsync(
            _host, McpCaller.Message("server/discover", new JsonObject { ["_meta"] = McpCaller.Meta(null) }), request => request.Headers.Add("Origin", origin));
        Assert.Equal(status, seen.Status);
    }

    [Fact]
    public async Task Without_a_key_there_is_nothing()
    {
        var seen = await McpCaller.SendAsync(
            _host, McpCaller.Message("server/discover", new JsonObject { ["_meta"] = McpCaller.Meta(null) }), request => request.Headers.Authorization = new("Bearer", "wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, seen.Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task There_are_no_streams_of_its_own_and_no_sessions_to_end(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/mcp");
        using var response = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (response.StatusCode, string.Join(',', response.Content.Headers.Allow)));
    }

    [Fact]
    public async Task A_session_that_was_not_given_to_this_key_is_none()
    {
        var opened = await McpCaller.SendAsync(
            _host, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
        const string Ping = """{"jsonrpc":"2.0","id":2,"method":"ping"}""";
        Assert.Equal(HttpStatusCode.OK, (await McpCaller.SendAsync(_host, Ping, r => r.Headers.Add("Mcp-Session-Id", opened.Session))).Status);

        var forged = (opened.Session![0] == '0' ? "1" : "0") + opened.Session[1..];
        Assert.Equal(HttpStatusCode.NotFound, (await McpCaller.SendAsync(_host, Ping, r => r.Headers.Add("Mcp-Session-Id", forged))).Status);
        var other = await _host.Stores.Keys.CreateAsync("maintenance", "other", expires: null, TestContext.Current.CancellationToken);
        await _host.Gateway.Keys.RefreshAsync(TestContext.Current.CancellationToken);
        var seen = await McpCaller.SendAsync(_host, Ping, r =>
        {
            r.Headers.Add("Mcp-Session-Id", opened.Session);
            r.Headers.Authorization = new("Bearer", other.ShownOnce);
        });
        Assert.Equal(HttpStatusCode.NotFound, seen.Status);
    }

    [Fact]
    public async Task Each_use_case_has_a_session_of_its_own_with_an_older_server_and_an_ended_one_is_opened_again()
    {
        _server.IsModern = false;
        var ended = 0;
        _server.OnMessage = (http, message) =>
        {
            if (message["method"]!.GetValue<string>() is not "tools/call" || Interlocked.Increment(ref ended) > 1)
            {
                return Task.FromResult(false);
            }

            http.Response.StatusCode = 404;
            return Task.FromResult(true);
        };

        Assert.Equal("done {}", (await McpCaller.CallAsync(_host, "depot__get_weather")).Words);
        var sessions = _server.Messages.Where(message => message.Method is "tools/call" or "tools/list").Select(message => message.Session).Distinct().ToList();
        Assert.Equal(3, sessions.Count);
        Assert.DoesNotContain(null, sessions);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_call_with_an_effect_is_not_sent_again_whatever_the_server_says_of_the_first(int status)
    {
        await using var host = await GatewayHost.StartAsync(config => _server.Register(config) with
        {
            Tools = [.. _server.Register(config).Tools.Select(tool => tool.Name is "depot__get_weather" ? tool with { Effect = "reversible" } : tool)],
        });
        _server.IsModern = false;
        var calls = 0;
        _server.OnMessage = (http, message) =>
        {
            if (message["method"]!.GetValue<string>() is not "tools/call")
            {
                return Task.FromResult(false);
            }

            calls++;
            http.Response.StatusCode = status;
            return Task.FromResult(true);
        };

        await McpCaller.CallAsync(host, "depot__get_weather");

        Assert.Equal(1, calls);
    }
}
