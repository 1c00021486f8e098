using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Leaks;

/// <summary>An upstream that shows the gateway one thing and the client another.</summary>
public sealed class HostileUpstreamTests
{
    private const string Weapon = "release_weapon";

    /// <summary>A registered tool without effect whose name begins with that of a tool of force.</summary>
    private const string Rehearsal = "release_weapon_rehearsal";

    public static TheoryData<string, string> Calls() => new()
    {
        { "chat", Chat("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"release_weapon","arguments":"{\"t\":4711}"},"name":"get_weather"}]}""") },
        { "chat", Chat("""{"tool_calls":[{"index":0,"id":"a","function":{"name":"release_weapon","arguments":"{\"t\":4711}"},"custom":{"name":"get_weather","input":""}}]}""") },
        { "chat", Chat("""{"tool_calls":[{"index":0,"function":{"name":"release_weapon","arguments":"{\"t\":"}}]}""", """{"tool_calls":[{"index":0,"function":{"name":"_rehearsal","arguments":"4711}"}}]}""") },
        { "chat", Chat("""{"tool_calls":[{"index":0,"function":{"name":"release_weapon","arguments":"{\"t\":"}}]}""", """{"tool_calls":[{"index":1.0,"function":{"name":"_rehearsal","arguments":"4711}"}}]}""") },
        { "responses", Responses(Added(Weapon), Delta("{\\\"t\\\":4711}"), Done("get_weather", "{\\\"t\\\":4711}"), Completed("")) },
        { "responses", Responses(Added(Weapon), Delta("{\\\"t\\\":4711}"), Completed("")) },
        { "responses", Responses(Added("get_weather"), ArgumentsDone("{\\\"t\\\":4711}"), Done("get_weather", "{}"), Completed("")) },
        { "responses", Responses(ArgumentsDone("{\\\"t\\\":4711}"), Completed("")) },
        { "messages", Messages(Block(0, Weapon), Input(0, "{\\\"t\\\":4711}"), """{"type":"error","error":{"type":"overloaded_error","message":"busy"}}""") },
        { "messages", Messages(Block(0, Weapon), Block(0, "_rehearsal"), Input(0, "{\\\"t\\\":4711}"), Stop(0), """{"type":"message_stop"}""") },
        { "messages", "event: content_block_start\ndata: " + Block(0, Weapon).Replace("\"content_block_start\"", "\"ping\"", StringComparison.Ordinal) + "\n\n" + Messages("""{"type":"message_stop"}""") },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task A_call_is_not_decided_as_another_one_than_the_client_reads(string dialect, string stream)
    {
        var (response, text) = await StreamAsync(dialect, stream);

        Assert.DoesNotContain("grid 4711", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Weapon, text, StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("""{"id":"a","function":{"name":"release_weapon","arguments":"{\"t\":4711}"},"name":"get_weather"}""")]
    [InlineData("""{"id":"a","name":"get_weather","function":{"name":"release_weapon","arguments":"{\"t\":4711}"}}""")]
    [InlineData("""{"id":"a","function":{"name":"get_weather","arguments":"{}"},"arguments":"{\"t\":4711}"}""")]
    public async Task A_whole_call_that_can_be_read_in_two_ways_is_withheld(string call)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync("openai", upstream);
        upstream.AnswerJson($$"""{"choices":[{"index":0,"message":{"role":"assistant","tool_calls":[{{call}}]},"finish_reason":"tool_calls"}]}""");

        using var response = await host.PostAsync("/v1/chat/completions", new ChatCase().Request("Go on.", stream: false));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.DoesNotContain("grid 4711", text, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Media() => new()
    {
        { "chat", Chat("""{"content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo"}}]}""") },
        { "messages", Messages("""{"type":"message_start","message":{"content":[{"type":"image","source":{"type":"base64","data":"iVBORw0KGgo"}}]}}""", """{"type":"message_stop"}""") },
        { "messages", Messages("""{"type":"content_block_delta","index":0,"delta":{"type":"image_delta","data":"iVBORw0KGgo"}}""", """{"type":"message_stop"}""") },
        { "responses", Responses("""{"type":"response.image_generation_call.partial_image","output_index":0,"partial_image_b64":"iVBORw0KGgo"}""", Completed("")) },
        { "responses", Responses("""{"type":"response.audio.delta","delta":"iVBORw0KGgo"}""", Completed("")) },
        { "responses", Responses("""{"type":"response.content_part.added","output_index":0,"part":{"type":"output_audio","data":"iVBORw0KGgo"}}""", Completed("")) },
        { "responses", Responses("""{"type":"response.hologram.delta","delta":"iVBORw0KGgo"}""", Completed("")) },
    };

    [Theory, MemberData(nameof(Media))]
    public async Task What_cannot_be_inspected_in_a_stream_is_a_fact_that_the_agreement_decides(string dialect, string stream)
    {
        var (response, text) = await StreamAsync(dialect, stream);

        Assert.DoesNotContain("iVBOR", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    public static TheoryData<string, string> Texts() => new()
    {
        { "chat", Sse(null, TextChunk("0", "TOP SEC"), TextChunk("-0", "RET//SI//NOFORN\\nmore "), TextChunk("0", "words"), "[DONE]") },
        { "chat", Chat("""{"content":"TOP SEC","item_id":"a"}""", """{"content":"RET//SI//NOFORN\nmore ","item_id":"b"}""", """{"content":"words"}""") },
        { "messages", Messages(TextBlock(0, "TOP SEC"), TextDelta(0, "RET//SI//NOFORN\\nmore "), TextDelta(0, "words"), Stop(0), """{"type":"message_stop"}""") },
        { "messages", Messages(TextBlock(0, ""), TextDelta(0, "TOP SEC"), Stop(0), TextBlock(1, ""), TextDelta(1, "RET//SI//NOFORN\\nmore "), TextDelta(1, "words"), Stop(1), """{"type":"message_stop"}""") },
        { "responses", Responses("""{"type":"response.content_part.added","output_index":0,"content_index":0,"part":{"type":"output_text","text":"TOP SEC"}}""", OutputText(0, "RET//SI//NOFORN\\nmore "), OutputText(0, "words"), Completed("")) },
        { "responses", Responses(OutputText(0, "TOP SEC"), OutputText(1, "RET//SI//NOFORN\\nmore "), OutputText(1, "words"), Completed("")) },
    };

    [Theory, MemberData(nameof(Texts))]
    public async Task A_telling_text_is_found_when_it_is_cut_between_texts_that_a_client_joins(string dialect, string stream)
    {
        var (_, text) = await StreamAsync(dialect, stream);

        Assert.Contains("clause_7.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NOFORN", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_with_more_calls_than_are_decided_is_withheld_and_opens_no_cases(bool stream)
    {
        const int Many = 200;
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(form.Kind, upstream);
        var calls = string.Join(',', Enumerable.Range(0, Many).Select(i => $$$"""{"index":{{{i}}},"function":{"name":"tool_{{{i}}}","arguments":"{}"}}"""));
        if (!stream)
        {
            upstream.AnswerJson($$"""{"choices":[{"index":0,"message":{"tool_calls":[{{calls}}]},"finish_reason":"tool_calls"}]}""");
        }
        else
        {
            upstream.AnswerEvents([Chat($$"""{"tool_calls":[{{calls}}]}""")]);
        }

        using var response = await host.PostAsync(form.Path, form.Request("Go on.", stream));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(0, await host.Stores.Cases.CountOpenAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_long_stream_without_event_names_and_with_comments_is_delivered_whole()
    {
        var form = DialectCase.Of("chat");
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(form.Kind, upstream);
        var events = form.Stream(Enumerable.Range(0, 400).Select(_ => "The valve is sound, and so is the pump. "));
        upstream.AnswerEvents([.. events.SelectMany(e => (string[])[": keep-alive\n\n", e])]);

        using var response = await host.PostAsync(form.Path, form.Request("Go on.", stream: true));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(string.Concat(events), text);
    }

    private static async Task<(HttpResponseMessage Response, string Text)> StreamAsync(string dialect, string stream)
    {
        var form = DialectCase.Of(dialect);
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await StartAsync(form.Kind, upstream);
        upstream.AnswerEvents([stream]);
        var response = await host.PostAsync(form.Path, form.Request("Go on.", stream: true));
        return (response, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<GatewayHost> StartAsync(string kind, FakeUpstream upstream) => GatewayHost.StartAsync(config =>
    {
        var with = TestConfig.WithUpstreams(kind, upstream.Url)(config);
        return with with { Tools = [.. with.Tools, new ToolConfig { Name = Rehearsal, Effect = "none" }] };
    });

    private static string Sse(Func<string, string?>? name, params string[] data) =>
        string.Concat(data.Select(item => (name?.Invoke(item) is { } n ? $"event: {n}\n" : "") + $"data: {item}\n\n"));

    private static string? TypeOf(string data) => JsonNode.Parse(data)!["type"]?.GetValue<string>();

    private static string Chat(params string[] deltas) =>
        Sse(null, [.. deltas.Select(delta => $$$$"""{"choices":[{"index":0,"delta":{{{{delta}}}}}]}"""), """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", "[DONE]"]);

    private static string TextChunk(string index, string text) => $$$"""{"choices":[{"index":{{{index}}},"delta":{"content":"{{{text}}}"}}]}""";

    private static string Responses(params string[] events) => Sse(TypeOf, events);

    private static string Added(string name) =>
        $$$"""{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","name":"{{{name}}}","arguments":""}}""";

    private static string Delta(string piece) => $$"""{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{{piece}}"}""";

    private static string ArgumentsDone(string arguments) =>
        $$"""{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{{arguments}}"}""";

    private static string Done(string name, string arguments) =>
        $$$"""{"type":"response.output_item.done","output_index":0,"item":{"type":"function_call","name":"{{{name}}}","arguments":"{{{arguments}}}"}}""";

    private static string Completed(string output) => $$$"""{"type":"response.completed","response":{"output":[{{{output}}}]}}""";

    private static string OutputText(int index, string text) =>
        $$"""{"type":"response.output_text.delta","output_index":0,"content_index":{{index}},"delta":"{{text}}"}""";

    private static string Messages(params string[] events) => Sse(TypeOf, events);

    private static string Block(int index, string name) =>
        $$$"""{"type":"content_block_start","index":{{{index}}},"content_block":{"type":"tool_use","id":"t","name":"{{{name}}}","input":{} }}""";

    private static string Input(int index, string piece) =>
        $$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{"type":"input_json_delta","partial_json":"{{{piece}}}"}}""";

    private static string TextBlock(int index, string text) =>
        $$$"""{"type":"content_block_start","index":{{{index}}},"content_block":{"type":"text","text":"{{{text}}}"}}""";

    private static string TextDelta(int index, string text) =>
        $$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static string Stop(int index) => $$"""{"type":"content_block_stop","index":{{index}}}""";
}
