using System.ClientModel;
using Concordat.EndToEnd.Tests.Kit;
using OpenAI.Responses;

namespace Concordat.EndToEnd.Tests.Sdk;

/// <summary>The responses client of the official OpenAI package for .NET against the running program.</summary>
public sealed class OpenAiResponsesSdkTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private readonly ResponsesClient _client = new(
        new ApiKeyCredential(demo.Process.Key), new ResponsesClientOptions { Endpoint = new Uri($"{demo.Process.Url}/v1") });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_permitted_question_is_answered()
    {
        var answer = await _client.CreateResponseAsync(Ask(Prompts.Permitted), Stop);

        Assert.StartsWith("Sandbox model: I received", answer.Value.GetOutputText(), StringComparison.Ordinal);
        Assert.Equal(ResponseStatus.Completed, answer.Value.Status);
    }

    [Fact]
    public async Task A_permitted_answer_streams_whole_and_completes()
    {
        var updates = await StreamAsync(Ask(Prompts.Answering("All three pumps run.")));

        Assert.Equal("All three pumps run.", TextOf(updates));
        Assert.IsType<StreamingResponseCompletedUpdate>(updates[^1]);
    }

    [Fact]
    public async Task The_call_of_a_harmless_tool_is_delivered()
    {
        var answer = await _client.CreateResponseAsync(Ask(Prompts.CallHarmless, Prompts.HarmlessTool), Stop);

        var call = Assert.IsType<FunctionCallResponseItem>(Assert.Single(answer.Value.OutputItems));
        Assert.Equal(Prompts.HarmlessTool, call.FunctionName);
        Assert.Equal("""{"place":"Norfolk"}""", call.FunctionArguments.ToString());
    }

    [Fact]
    public async Task A_refusal_is_a_403_that_says_the_clause()
    {
        var fault = await Assert.ThrowsAsync<ClientResultException>(() => _client.CreateResponseAsync(Ask(Prompts.TooManyPersons), Stop));

        Assert.Equal(403, fault.Status);
        Assert.Contains("clause_2.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("what would change it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_held_tool_call_names_its_case_and_never_appears()
    {
        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => _client.CreateResponseAsync(Ask(Prompts.CallStrange, Prompts.StrangeTool), Stop));

        Assert.Equal(403, fault.Status);
        Assert.Contains("clause 6.9 ", fault.Message, StringComparison.Ordinal);
        Assert.Contains("; case case_", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Prompts.StrangeArgument, fault.GetRawResponse()!.Content.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_began_ends_with_an_error_and_without_the_tool_call_that_was_held()
    {
        var updates = await StreamAsync(Ask(Prompts.Preface + Prompts.CallStrange, Prompts.StrangeTool));

        Assert.StartsWith(Prompts.PrefaceBegins, TextOf(updates), StringComparison.Ordinal);
        Assert.DoesNotContain(updates, each => each is StreamingResponseFunctionCallArgumentsDeltaUpdate or StreamingResponseCompletedUpdate);
        var error = Assert.IsType<StreamingResponseErrorUpdate>(updates[^1]);
        Assert.Contains("clause 6.9 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("; case case_", error.Message, StringComparison.Ordinal);
    }

    private static CreateResponseOptions Ask(string prompt, string? tool = null)
    {
        var ask = new CreateResponseOptions(Prompts.Model, [ResponseItem.CreateUserMessageItem(prompt)]);
        if (tool is not null)
        {
            ask.Tools.Add(ResponseTool.CreateFunctionTool(tool, BinaryData.FromString(Prompts.ToolParameters), strictModeEnabled: false));
        }

        return ask;
    }

    private static string TextOf(IEnumerable<StreamingResponseUpdate> updates) =>
        string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(each => each.Delta));

    private async Task<List<StreamingResponseUpdate>> StreamAsync(CreateResponseOptions ask)
    {
        ask.StreamingEnabled = true;
        var updates = new List<StreamingResponseUpdate>();
        await foreach (var update in (await _client.CreateResponseStreamingAsync(ask, Stop)).WithCancellation(Stop))
        {
            updates.Add(update);
        }

        return updates;
    }
}
