using System.ClientModel;
using Anthropic;
using Anthropic.Models.Messages;
using Concordat.Gateway.Tests.Kit;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Responses;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>The vendors' own packages for .NET in front, every kind of deployment behind.</summary>
public sealed class SdkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Upstreams() => [.. UpstreamCase.Names];

    [Theory, MemberData(nameof(Upstreams))]
    public async Task The_chat_client_reads_answers_streams_and_calls(string upstream)
    {
        var form = UpstreamCase.Of(upstream);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(form.At(server.Url));
        var client = new OpenAIClient(new ApiKeyCredential(host.ApiKey), new OpenAIClientOptions { Endpoint = new Uri(host.Url + "/v1") }).GetChatClient("m");
        var tools = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("get_weather") } };

        form.Answer(server, "All is well.");
        ChatCompletion answer = await client.CompleteChatAsync([new UserChatMessage("How is it?")], cancellationToken: Stop);
        Assert.Equal("All is well.", answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);

        form.Stream(server, ["All ", "is ", "well."]);
        var text = "";
        await foreach (var update in client.CompleteChatStreamingAsync([new UserChatMessage("How is it?")], cancellationToken: Stop))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        Assert.Equal("All is well.", text);

        form.Call(server, "get_weather", """{"place":"harbour"}""");
        answer = await client.CompleteChatAsync([new UserChatMessage("And the weather?")], tools, Stop);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        Assert.Equal("harbour", JsonOf(answer.ToolCalls[0].FunctionArguments.ToString()));

        form.Answer(server, "Calm.");
        answer = await client.CompleteChatAsync(
            [new UserChatMessage("And the weather?"), new AssistantChatMessage(answer), new ToolChatMessage(answer.ToolCalls[0].Id, "calm")], tools, Stop);
        Assert.Equal("Calm.", answer.Content[0].Text);
    }

    [Theory, MemberData(nameof(Upstreams))]
    public async Task The_responses_client_reads_answers_streams_and_calls(string upstream)
    {
        var form = UpstreamCase.Of(upstream);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(form.At(server.Url));
        var client = new ResponsesClient(new ApiKeyCredential(host.ApiKey), new ResponsesClientOptions { Endpoint = new Uri(host.Url + "/v1") });
        var ask = new CreateResponseOptions("m", [ResponseItem.CreateUserMessageItem("How is it?")]);

        form.Answer(server, "All is well.");
        ResponseResult answer = await client.CreateResponseAsync(ask, Stop);
        Assert.Equal("All is well.", answer.GetOutputText());
        Assert.Equal(ResponseStatus.Completed, answer.Status);

        form.CallStream(server, "get_weather", ["""{"place":""", "\"harbour\"}"]);
        var called = "";
        ask.StreamingEnabled = true;
        await foreach (var update in (await client.CreateResponseStreamingAsync(ask, Stop)).WithCancellation(Stop))
        {
            if (update is StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call })
            {
                called = JsonOf(call.FunctionArguments.ToString());
            }
        }

        Assert.Equal("harbour", called);
    }

    [Theory, MemberData(nameof(Upstreams))]
    public async Task The_Anthropic_client_reads_answers_streams_and_calls(string upstream)
    {
        var form = UpstreamCase.Of(upstream);
        await using var server = await FakeUpstream.StartAsync();
        await using var host = await GatewayHost.StartAsync(form.At(server.Url));
        using var client = new AnthropicClient { BaseUrl = host.Url, ApiKey = host.ApiKey };
        var ask = new MessageCreateParams { Model = "m", MaxTokens = 64, Messages = [new UserMessageParam("How is it?")] };

        form.Answer(server, "All is well.");
        var answer = await client.Messages.Create(ask, Stop);
        Assert.True(Assert.Single(answer.Content).TryPickText(out var text));
        Assert.Equal("All is well.", text.Text);
        Assert.Equal("end_turn", answer.StopReason!.Raw());

        form.Call(server, "get_weather", """{"place":"harbour"}""");
        answer = await client.Messages.Create(ask, Stop);
        Assert.True(answer.Content[^1].TryPickToolUse(out var call));
        Assert.Equal("harbour", call.Input["place"].GetString());
        Assert.Equal("tool_use", answer.StopReason!.Raw());

        form.CallStream(server, "get_weather", ["""{"place":""", "\"harbour\"}"]);
        var arguments = "";
        await foreach (var update in client.Messages.CreateStreaming(ask, Stop))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickInputJson(out var piece))
            {
                arguments += piece.PartialJson;
            }
        }

        Assert.Equal("harbour", JsonOf(arguments));
    }

    private static string JsonOf(string arguments) => System.Text.Json.Nodes.JsonNode.Parse(arguments)!["place"]!.GetValue<string>();
}
