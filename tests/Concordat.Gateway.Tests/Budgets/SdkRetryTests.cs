using System.ClientModel;
using Anthropic;
using Anthropic.Models.Messages;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Tests.Kit;
using OpenAI;
using OpenAI.Chat;

namespace Concordat.Gateway.Tests.Budgets;

/// <summary>The vendors' own packages meet a limit: they wait as told and try again, and do not where that would be in vain.</summary>
public sealed class SdkRetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_OpenAI_client_waits_and_comes_through()
    {
        await using var host = await GatewayHost.StartAsync(With("second", 1));
        var client = new OpenAIClient(new ApiKeyCredential(host.ApiKey), new OpenAIClientOptions { Endpoint = new Uri(host.Url + "/v1") }).GetChatClient("sandbox");

        for (var i = 0; i < 3; i++)
        {
            ChatCompletion answer = await client.CompleteChatAsync([new UserChatMessage("How is it?")], cancellationToken: Stop);
            Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        }

        Assert.Contains(await host.EntriesAsync(), static entry => (string?)entry["error"] == "rate_limit_exceeded");
    }

    [Fact]
    public async Task The_Anthropic_client_waits_and_comes_through()
    {
        await using var host = await GatewayHost.StartAsync(With("second", 1));
        using var client = new AnthropicClient { ApiKey = host.ApiKey, BaseUrl = host.Url };

        for (var i = 0; i < 3; i++)
        {
            var answer = await client.Messages.Create(new MessageCreateParams { Model = "sandbox", MaxTokens = 100, Messages = [new UserMessageParam("How is it?")] }, Stop);
            Assert.Equal("end_turn", answer.StopReason!.Raw());
        }

        Assert.Contains(await host.EntriesAsync(), static entry => (string?)entry["error"] == "rate_limit_exceeded");
    }

    [Fact]
    public async Task The_Anthropic_client_does_not_wait_for_tomorrow()
    {
        await using var host = await GatewayHost.StartAsync(With("day", 1), new ClockAt(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)));
        using var client = new AnthropicClient { ApiKey = host.ApiKey, BaseUrl = host.Url };
        var ask = new MessageCreateParams { Model = "sandbox", MaxTokens = 100, Messages = [new UserMessageParam("How is it?")] };
        await client.Messages.Create(ask, Stop);

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(ask, Stop));

        Assert.Contains("insufficient_quota", fault.Message, StringComparison.Ordinal);
        Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["error"] == "insufficient_quota");
    }

    private static Func<ConcordatConfig, ConcordatConfig> With(string per, int most) =>
        config => config with { Budgets = [new BudgetConfig { Name = "b", Count = "requests", Per = per, Most = most }] };
}
