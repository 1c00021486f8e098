using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Sdk;

/// <summary>The official Anthropic package for .NET against the running program.</summary>
public sealed class AnthropicSdkTests(DemoFixture demo) : IClassFixture<DemoFixture>, IDisposable
{
    private readonly AnthropicClient _client = new() { BaseUrl = demo.Process.Url, ApiKey = demo.Process.Key };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task A_permitted_question_is_answered()
    {
        var answer = await _client.Messages.Create(Ask(Prompts.Permitted), Stop);

        Assert.True(Assert.Single(answer.Content).TryPickText(out var text));
        Assert.StartsWith("Sandbox model: I received", text.Text, StringComparison.Ordinal);
        Assert.Equal("end_turn", answer.StopReason!.Raw());
    }

    [Fact]
    public async Task A_permitted_answer_streams_whole_and_in_pieces()
    {
        const string Text = "The second bearing is worn; replace it before the next patrol.";

        var streamed = await StreamAsync(Ask(Prompts.Answering(Text)));

        Assert.Null(streamed.Error);
        Assert.Equal(Text, streamed.Text);
        Assert.True(streamed.Events.Count > 5);
        Assert.True(streamed.Events[^1].TryPickStop(out _));
    }

    [Fact]
    public async Task The_call_of_a_harmless_tool_is_delivered()
    {
        var answer = await _client.Messages.Create(Ask(Prompts.CallHarmless, Prompts.HarmlessTool), Stop);
        var streamed = await StreamAsync(Ask(Prompts.CallHarmless, Prompts.HarmlessTool));

        Assert.True(answer.Content[^1].TryPickToolUse(out var call));
        Assert.Equal(Prompts.HarmlessTool, call.Name);
        Assert.Equal("Norfolk", call.Input["place"].GetString());
        Assert.Null(streamed.Error);
        Assert.Equal("""{"place":"Norfolk"}""", streamed.Arguments);
    }

    [Fact]
    public async Task A_refusal_is_their_permission_error_and_says_the_clause_and_what_would_change_it()
    {
        var fault = await Assert.ThrowsAsync<AnthropicForbiddenException>(() => _client.Messages.Create(Ask(Prompts.TooManyPersons), Stop));
        var streamed = await StreamAsync(Ask(Prompts.TooManyPersons));

        AssertVerdict(fault, "refuse", "2.1");
        Assert.Contains("clause_2.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("what would change it", fault.Message, StringComparison.Ordinal);
        Assert.Empty(streamed.Events);
        AssertVerdict(Assert.IsType<AnthropicForbiddenException>(streamed.Error), "refuse", "2.1");
    }

    [Fact]
    public async Task A_held_tool_call_names_its_case_and_never_appears()
    {
        var ask = Ask(Prompts.CallStrange, Prompts.StrangeTool);

        var fault = await Assert.ThrowsAsync<AnthropicForbiddenException>(() => _client.Messages.Create(ask, Stop));
        var streamed = await StreamAsync(ask);

        AssertHeld(fault);
        Assert.Empty(streamed.Events);
        AssertHeld(Assert.IsType<AnthropicForbiddenException>(streamed.Error));
    }

    [Fact]
    public async Task A_stream_that_began_ends_with_an_error_and_without_the_tool_call_that_was_held()
    {
        var streamed = await StreamAsync(Ask(Prompts.Preface + Prompts.CallStrange, Prompts.StrangeTool));

        Assert.StartsWith(Prompts.PrefaceBegins, streamed.Text, StringComparison.Ordinal);
        Assert.Equal("", streamed.Arguments);
        Assert.DoesNotContain(streamed.Events, each => each.Json.GetRawText().Contains(Prompts.StrangeTool, StringComparison.Ordinal));
        Assert.DoesNotContain(streamed.Events, each => each.TryPickStop(out _));
        var fault = Assert.IsType<AnthropicSseException>(streamed.Error);
        Assert.Contains("6.9", fault.Message + fault.ApiMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_their_authentication_error()
    {
        using var stranger = new AnthropicClient { BaseUrl = demo.Process.Url, ApiKey = demo.Process.Key + "x" };

        var fault = await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => stranger.Messages.Create(Ask(Prompts.Permitted), Stop));

        Assert.Contains("invalid_api_key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_their_not_found_error()
    {
        var fault = await Assert.ThrowsAsync<AnthropicNotFoundException>(
            () => _client.Messages.Create(Ask(Prompts.Permitted) with { Model = "no-such-model" }, Stop));

        Assert.Contains("model_not_found", fault.Message, StringComparison.Ordinal);
    }

    private static MessageCreateParams Ask(string prompt, string? tool = null)
    {
        var ask = new MessageCreateParams { Model = Prompts.Model, MaxTokens = 256, Messages = [new UserMessageParam(prompt)] };
        return tool is null ? ask : ask with { Tools = [new Tool { Name = tool, InputSchema = new InputSchema() }] };
    }

    private static void AssertHeld(AnthropicForbiddenException fault)
    {
        AssertVerdict(fault, "hold", "6.9");
        var id = fault.Body.GetProperty("error").GetProperty("concordat").GetProperty("case").GetString()!;
        Assert.Contains(id, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Prompts.StrangeArgument, fault.ResponseBody, StringComparison.Ordinal);
    }

    private static void AssertVerdict(AnthropicForbiddenException fault, string verdict, string clause)
    {
        Assert.Contains($"clause {clause} ", fault.Message, StringComparison.Ordinal);
        var error = fault.Body.GetProperty("error");
        Assert.Equal("permission_error", error.GetProperty("type").GetString());
        Assert.Equal(verdict, error.GetProperty("concordat").GetProperty("verdict").GetString());
    }

    private async Task<(List<RawMessageStreamEvent> Events, string Text, string Arguments, Exception? Error)> StreamAsync(MessageCreateParams ask)
    {
        var events = new List<RawMessageStreamEvent>();
        Exception? error = null;
        try
        {
            await foreach (var each in _client.Messages.CreateStreaming(ask, Stop))
            {
                events.Add(each);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            error = fault;
        }

        string text = "", arguments = "";
        foreach (var each in events)
        {
            if (each.TryPickContentBlockDelta(out var delta))
            {
                text += delta.Delta.TryPickText(out var words) ? words.Text : "";
                arguments += delta.Delta.TryPickInputJson(out var json) ? json.PartialJson : "";
            }
        }

        return (events, text, arguments, error);
    }
}
