using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Concordat.EndToEnd.Tests.Sdk;

/// <summary>The official OpenAI package for .NET against the running program.</summary>
public sealed class OpenAiSdkTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static readonly EmbeddingGenerationOptions Plain = new();

    private readonly OpenAIClient _client = ClientOf(demo.Process.Url, demo.Process.Key);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_permitted_question_is_answered()
    {
        var answer = await Chat().CompleteChatAsync([new UserChatMessage(Prompts.Permitted)], cancellationToken: Stop);

        Assert.StartsWith("Sandbox model: I received", answer.Value.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, answer.Value.FinishReason);
        Assert.True(answer.GetRawResponse().Headers.TryGetValue("Concordat-Verdict", out var verdict));
        Assert.Equal("permit", verdict);
    }

    [Fact]
    public async Task A_permitted_answer_streams_whole_and_in_pieces()
    {
        const string Text = "The second bearing is worn; replace it before the next patrol.";

        var pieces = await StreamAsync(Prompts.Answering(Text));

        Assert.Null(pieces.Error);
        Assert.Equal(Text, pieces.Text);
        Assert.True(pieces.Updates.Count > 3);
        Assert.Equal(ChatFinishReason.Stop, pieces.Updates[^2].FinishReason);
        Assert.True(pieces.Updates[^1].Usage.OutputTokenCount > 0); // this client asks for the counts by itself
    }

    [Fact]
    public async Task The_call_of_a_harmless_tool_is_delivered()
    {
        var answer = await Chat().CompleteChatAsync([new UserChatMessage(Prompts.CallHarmless)], Tool(Prompts.HarmlessTool), Stop);
        var streamed = await StreamAsync(Prompts.CallHarmless, Prompts.HarmlessTool);

        var call = Assert.Single(answer.Value.ToolCalls);
        Assert.Equal(Prompts.HarmlessTool, call.FunctionName);
        Assert.Equal("""{"place":"Norfolk"}""", call.FunctionArguments.ToString());
        Assert.Null(streamed.Error);
        Assert.Equal("""{"place":"Norfolk"}""", streamed.Arguments);
    }

    [Fact]
    public async Task A_refusal_is_a_403_that_says_the_clause_and_what_would_change_it()
    {
        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => Chat().CompleteChatAsync([new UserChatMessage(Prompts.TooManyPersons)], cancellationToken: Stop));

        AssertVerdict(fault, "refuse", "2.1");
        Assert.Contains("agreement_refused", fault.Message, StringComparison.Ordinal);
        Assert.Contains("clause_2.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("what would change it", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_a_stream_is_the_same_403()
    {
        var streamed = await StreamAsync(Prompts.TooManyPersons);

        Assert.Empty(streamed.Updates);
        AssertVerdict(Assert.IsType<ClientResultException>(streamed.Error), "refuse", "2.1");
    }

    [Fact]
    public async Task A_held_tool_call_names_its_case_and_never_appears()
    {
        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => Chat().CompleteChatAsync([new UserChatMessage(Prompts.CallStrange)], Tool(Prompts.StrangeTool), Stop));
        var streamed = await StreamAsync(Prompts.CallStrange, Prompts.StrangeTool);

        AssertHeld(fault);
        Assert.Empty(streamed.Updates);
        AssertHeld(Assert.IsType<ClientResultException>(streamed.Error));
    }

    [Fact]
    public async Task A_stream_that_began_ends_without_the_tool_call_that_was_held()
    {
        var streamed = await StreamAsync(Prompts.Preface + Prompts.CallStrange, Prompts.StrangeTool);

        Assert.StartsWith(Prompts.PrefaceBegins, streamed.Text, StringComparison.Ordinal);
        Assert.Equal("", streamed.Arguments);
        Assert.DoesNotContain(streamed.Updates, update => update.FinishReason is not null || update.ToolCallUpdates.Count > 0);

        // This package throws nothing for an error event; it keeps the event as an update, and the stream has no finish reason.
        var last = ModelReaderWriter.Write(streamed.Updates[^1]).ToString();
        Assert.Contains("held by the usage agreement: clause 6.9", last, StringComparison.Ordinal);
        Assert.Contains("; case case_", last, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_call_of_a_tool_of_force_is_refused()
    {
        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => Chat().CompleteChatAsync([new UserChatMessage(Prompts.CallForce)], Tool(Prompts.ForceTool), Stop));

        AssertVerdict(fault, "refuse", "3.2");
    }

    [Fact]
    public async Task A_wrong_key_is_a_401()
    {
        var stranger = ClientOf(demo.Process.Url, demo.Process.Key[..^1] + (demo.Process.Key[^1] == 'A' ? 'B' : 'A'));

        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => stranger.GetChatClient(Prompts.Model).CompleteChatAsync([new UserChatMessage(Prompts.Permitted)], cancellationToken: Stop));

        Assert.Equal(401, fault.Status);
        Assert.Contains("invalid_api_key", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_model_is_a_404()
    {
        var fault = await Assert.ThrowsAsync<ClientResultException>(
            () => _client.GetChatClient("no-such-model").CompleteChatAsync([new UserChatMessage(Prompts.Permitted)], cancellationToken: Stop));

        Assert.Equal(404, fault.Status);
        Assert.Contains("model_not_found", fault.Message, StringComparison.Ordinal);
        Assert.Contains("GET /v1/models", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_arrive_as_vectors_in_the_form_that_the_package_asks_for()
    {
        var client = _client.GetEmbeddingClient(Prompts.Model);

        var answer = await client.GenerateEmbeddingsAsync(["pump one", "pump two"], Plain, Stop);
        var fault = await Assert.ThrowsAsync<ClientResultException>(() => client.GenerateEmbeddingAsync(Prompts.TooManyPersons, Plain, Stop));

        Assert.Equal(2, answer.Value.Count);
        Assert.All(answer.Value, vector => Assert.Contains(vector.ToFloats().ToArray(), number => number != 0));
        AssertVerdict(fault, "refuse", "2.1");
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        var models = await _client.GetOpenAIModelClient().GetModelsAsync(Stop);

        Assert.Contains(models.Value, model => model.Id == Prompts.Model);
    }

    private static OpenAIClient ClientOf(string url, string key) =>
        new(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri($"{url}/v1") });

    private static ChatCompletionOptions Tool(string name) =>
        new() { Tools = { ChatTool.CreateFunctionTool(name, functionParameters: BinaryData.FromString(Prompts.ToolParameters)) } };

    private static void AssertHeld(ClientResultException fault)
    {
        var verdict = AssertVerdict(fault, "hold", "6.9");
        var id = verdict.GetProperty("case").GetString()!;
        Assert.Contains(id, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Prompts.StrangeArgument, fault.GetRawResponse()!.Content.ToString(), StringComparison.Ordinal);
    }

    private static JsonElement AssertVerdict(ClientResultException fault, string verdict, string clause)
    {
        Assert.Equal(403, fault.Status);
        Assert.Contains($"clause {clause} ", fault.Message, StringComparison.Ordinal);
        var concordat = JsonDocument.Parse(fault.GetRawResponse()!.Content).RootElement.GetProperty("error").GetProperty("concordat");
        Assert.Equal(verdict, concordat.GetProperty("verdict").GetString());
        Assert.Contains(concordat.GetProperty("clauses").EnumerateArray(), each => each.GetProperty("clause").GetString() == clause);
        return concordat;
    }

    private ChatClient Chat() => _client.GetChatClient(Prompts.Model);

    private async Task<(List<StreamingChatCompletionUpdate> Updates, string Text, string Arguments, Exception? Error)> StreamAsync(string prompt, string? tool = null)
    {
        var updates = new List<StreamingChatCompletionUpdate>();
        Exception? error = null;
        try
        {
            var options = tool is null ? new ChatCompletionOptions() : Tool(tool);
            await foreach (var update in Chat().CompleteChatStreamingAsync([new UserChatMessage(prompt)], options, Stop))
            {
                updates.Add(update);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            error = fault;
        }

        var text = string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text));
        var arguments = new StringBuilder();
        foreach (var call in updates.SelectMany(update => update.ToolCallUpdates))
        {
            arguments.Append(call.FunctionArgumentsUpdate?.ToString());
        }

        return (updates, text, arguments.ToString(), error);
    }
}
