using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Mcp;

/// <summary>A tool server that hangs, floods, lies or breaks off: each has its own answer, and a grant that was used always has an outcome.</summary>
public sealed class McpHostileServerTests : IAsyncLifetime
{
    private readonly TestApprovers _people = new();
    private ToolServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ToolServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _server.DisposeAsync();
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "hang", "upstream_timeout" },
        { "break", "upstream_interrupted" },
        { "redirect", "upstream_error" },
        { "status", "upstream_error" },
        { "forbidden", "upstream_credentials" },
        { "compressed", "upstream_malformed" },
        { "html", "upstream_malformed" },
        { "not json", "upstream_malformed" },
        { "two", "upstream_malformed" },
        { "wrong id", "upstream_malformed" },
        { "no result", "upstream_malformed" },
        { "no content", "upstream_malformed" },
        { "typeless part", "upstream_malformed" },
        { "duplicate keys", "upstream_malformed" },
        { "too deep", "upstream_malformed" },
        { "sampling", "upstream_malformed" },
        { "input required", "upstream_malformed" },
        { "unknown result type", "upstream_malformed" },
        { "number as result type", "upstream_malformed" },
        { "nothing as result type", "upstream_malformed" },
        { "array as result", "upstream_malformed" },
        { "text as result", "upstream_malformed" },
        { "number as content", "upstream_malformed" },
        { "nothing as part", "upstream_malformed" },
        { "half a surrogate", "upstream_malformed" },
        { "half a surrogate in a type", "upstream_malformed" },
        { "half a surrogate in a name", "upstream_malformed" },
        { "half a surrogate in an error", "upstream_malformed" },
        { "far too deep", "upstream_malformed" },
        { "oversize", "answer_too_large" },
        { "endless line", "answer_too_large" },
        { "flood of bytes", "answer_too_large" },
        { "flood of notes", "upstream_malformed" },
        { "endless stream", "upstream_timeout" },
        { "stream without answer", "upstream_interrupted" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_has_its_own_answer_and_the_used_grant_its_outcome(string fault, string code)
    {
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var ready = _server.Register(_people.Register(config));
            return ready with
            {
                UseCases = [ready.UseCases[0] with { Functions = ["fires"] }],
                Limits = ready.Limits with { AnswerBytes = 100_000 },
                Mcp = ready.Mcp! with { Servers = [ready.Mcp!.Servers[0] with { Timeout = TimeSpan.FromSeconds(1) }] },
            };
        });
        var held = await McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" });
        await _people.GrantAsync(host, held.Case!, TestApprovers.Command);
        _server.OnCall = (http, message) => HostileAnswers.WriteAsync(fault, http, message);

        var seen = await McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" }, held.Case);
        Assert.True(seen.IsToolError);
        Assert.Equal(code, seen.Code);
        Assert.Contains("`depot`", seen.Words, StringComparison.Ordinal);
        Assert.Contains($"case {held.Case} is used up", seen.Words, StringComparison.Ordinal);
        var entries = (await host.EntriesAsync()).TakeLast(2).ToList();
        Assert.Equal(("decision", "released"), (entries[0]["type"]!.GetValue<string>(), entries[0]["release"]!.GetValue<string>()));
        Assert.Equal(("rejection", code), (entries[1]["type"]!.GetValue<string>(), entries[1]["error"]!.GetValue<string>()));

        _server.OnCall = null;
        Assert.Contains("used before", (await McpCaller.CallAsync(host, "depot__release_weapon", new { target = "hulk 7" }, held.Case)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_server_says_in_an_error_is_inspected_like_a_result()
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        _server.OnCall = (http, message) => ToolServer.WriteAsync(http, new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = message["id"]!.DeepClone(),
            ["error"] = new JsonObject { ["code"] = -32000, ["message"] = "TOP SECRET//NOFORN convoy" },
        });

        var seen = await McpCaller.CallAsync(host, "depot__get_weather");
        Assert.Equal("refuse", seen.Verdict);
        Assert.DoesNotContain("convoy", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_progress_and_logs_do_not_pass_and_numbers_do()
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        _server.OnCall = async (http, message) =>
        {
            http.Response.ContentType = "text/event-stream";
            var token = message["params"]!["_meta"]!["progressToken"]!.ToJsonString();
            await HostileAnswers.EventAsync(http, $$$"""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{{{token}}},"progress":1,"total":2,"message":"convoy"}}""");
            await HostileAnswers.EventAsync(http, """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"convoy"}}""");
            await HostileAnswers.EventAsync(http, $$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"content":[{"type":"text","text":"done"}]}}""");
        };
        var call = McpCaller.Call("depot__get_weather");
        call["_meta"]!["progressToken"] = "mine";

        var seen = await McpCaller.SendAsync(host, McpCaller.Message("tools/call", call));
        Assert.Contains("\"params\":{\"progressToken\":\"mine\",\"progress\":1,\"total\":2}", seen.Text, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"done\"", seen.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("convoy", seen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_has_run_nothing()
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        await _server.DisposeAsync();

        var seen = await McpCaller.CallAsync(host, "depot__get_weather");
        Assert.Equal("upstream_unreachable", seen.Code);
        Assert.Contains("nothing was run", seen.Words, StringComparison.Ordinal);
        Assert.Empty((await McpCaller.AskAsync(host, "tools/list")).Body!["result"]!["tools"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"name":"odd","description":"\ud800","inputSchema":{"type":"object"}}""")]
    [InlineData("""{"name":"\ud800","inputSchema":{"type":"object"}}""")]
    [InlineData("""{"name":"odd","inputSchema":{"type":"object","properties":{"\udfff":{"type":"string","x-mcp-header":"A"}}}}""")]
    [InlineData("""{"name":7,"inputSchema":{}}""")]
    [InlineData("""{"name":"odd"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("DEEP")]
    public async Task One_server_with_a_bad_definition_takes_no_other_off_the_list(string bad)
    {
        await using var good = await ToolServer.StartAsync();
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var ready = _server.Register(config);
            return ready with
            {
                Mcp = ready.Mcp! with { Servers = [ready.Mcp!.Servers[0] with { Name = "apart" }, ready.Mcp!.Servers[0] with { Url = good.Url }] },
            };
        });
        var definition = bad is "DEEP" ? $$$"""{"name":"odd","inputSchema":{"type":"object","x":{{{new string('[', 110)}}}{{{new string(']', 110)}}}}}""" : bad;
        _server.OnMessage = async (http, message) =>
        {
            if (message["method"]!.GetValue<string>() is not "tools/list")
            {
                return false;
            }

            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"tools":[{{{definition}}}]}}"""), http.RequestAborted);
            return true;
        };

        var seen = await McpCaller.AskAsync(host, "tools/list");
        Assert.Contains(seen.Body!["result"]!["tools"]!.AsArray(), static tool => (string?)tool!["name"] == "depot__get_weather");
    }

    [Fact]
    public async Task An_accepted_tool_with_a_deep_schema_is_listed_and_takes_deep_arguments()
    {
        static JsonNode Deep(int depth) => JsonNode.Parse($$$"""{"a":{{{new string('[', depth)}}}{{{new string(']', depth)}}}}""", documentOptions: new() { MaxDepth = 256 })!;
        var tool = ToolServer.Define("get_weather");
        tool["inputSchema"]!["x"] = Deep(60); // within what a definition may have, and the list around it is deeper
        _server.Tools.Clear();
        _server.Tools.Add(tool);
        await using var host = await GatewayHost.StartAsync(config => _server.Register(config) with { Limits = config.Limits with { Depth = 120 } });

        Assert.Single((await McpCaller.AskAsync(host, "tools/list")).Body!["result"]!["tools"]!.AsArray());
        var called = await McpCaller.CallAsync(host, "depot__get_weather", Deep(70));
        Assert.False(called.IsToolError, called.Text);
    }

    /// <summary>Whatever a server sends, the client is told by an answer of the protocol, and never that something broke here.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_thousand_spoilt_answers_each_have_an_answer(int seed)
    {
        await using var host = await GatewayHost.StartAsync(config => _server.Register(config) with { Limits = config.Limits with { AnswerBytes = 100_000 } });
        var random = new Random(seed);
        _server.OnMessage = async (http, message) =>
        {
            var method = message["method"]!.GetValue<string>();
            if (method is not ("tools/list" or "tools/call") || (method is "tools/list" && random.Next(4) > 0))
            {
                return false;
            }

            var whole = method is "tools/list"
                ? $$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"tools":[{"name":"get_weather","description":"Does what it says.","inputSchema":{"type":"object"}}],"nextCursor":""}}"""
                : $$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"resultType":"complete","content":[{"type":"text","text":"ok"},{"type":"resource","resource":{"uri":"a:b","text":"x"}}],"structuredContent":{"a":[1,true,null]},"isError":false}}""";
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(Spoil(whole, random), http.RequestAborted);
            return true;
        };

        for (var i = 0; i < 500; i++)
        {
            var seen = i % 5 == 0 ? await McpCaller.AskAsync(host, "tools/list") : await McpCaller.CallAsync(host, "depot__get_weather");
            Assert.Equal(System.Net.HttpStatusCode.OK, seen.Status);
            Assert.NotEqual("internal_error", seen.Code);
            Assert.NotEqual(-32603, seen.ErrorNumber);
        }
    }

    private static byte[] Spoil(string text, Random random)
    {
        string[] values = ["7", "null", "[]", "{}", "\"\\ud800\"", "-1e999", "true", new string('[', 100) + new string(']', 100), "\"x\"", "", ",", "\"\\u0000\""];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(text.Length);
            var ends = text.IndexOfAny([',', '}', ']', ':'], at);
            text = random.Next(3) switch
            {
                0 => text[..at] + values[random.Next(values.Length)] + text[at..],
                1 when ends > 0 => text[..at] + values[random.Next(values.Length)] + text[ends..],
                _ => text[..at] + text[Math.Min(text.Length, at + random.Next(1, 20))..],
            };
            if (text.Length == 0)
            {
                break;
            }
        }

        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0 && random.Next(5) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    [Theory]
    [InlineData("endless pages")]
    [InlineData("too many")]
    [InlineData("twice")]
    public async Task A_list_that_means_nothing_offers_nothing(string fault)
    {
        await using var host = await GatewayHost.StartAsync(_server.Register);
        _server.OnMessage = async (http, message) =>
        {
            if (message["method"]!.GetValue<string>() is not "tools/list")
            {
                return false;
            }

            var tools = fault is "too many"
                ? Enumerable.Range(0, 1001).Select(i => (JsonNode)ToolServer.Define($"t{i}"))
                : fault is "twice" ? [ToolServer.Define("get_weather"), ToolServer.Define("get_weather", "Another.")] : [];
            var result = new JsonObject { ["tools"] = new JsonArray([.. tools]) };
            if (fault is "endless pages")
            {
                result["nextCursor"] = "more";
            }

            await ToolServer.ReplyAsync(http, message, result);
            return true;
        };

        Assert.Empty((await McpCaller.AskAsync(host, "tools/list")).Body!["result"]!["tools"]!.AsArray());
        var called = await McpCaller.CallAsync(host, "depot__get_weather");
        Assert.True(called.IsToolError || called.ErrorNumber == -32602);
        Assert.Empty(_server.Calls);
    }
}
