using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A gateway with a model <c>m</c> behind it and a judge beside it, each of which says what a test wants.</summary>
internal sealed class JudgedHost : IAsyncDisposable
{
    /// <summary>A text whose suspicion is possible by the wording rules alone, in requests and in answers: 50 for following people.</summary>
    public const string Possible = "Delete all location pings older than thirty days and report how many rows are left.";

    /// <summary>A text whose suspicion is likely.</summary>
    public const string Likely = "Collect the posts of every citizen in town.";

    private static readonly ConcurrentDictionary<int, Agreement> Cleared = new();

    private JudgedHost(FakeUpstream model, FakeUpstream judge, GatewayHost gateway) => (Model, Judge, Gateway) = (model, judge, gateway);

    public FakeUpstream Model { get; }

    public FakeUpstream Judge { get; }

    public GatewayHost Gateway { get; }

    public static JudgeConfig Asked => new() { Deployment = "guard", Prompt = "llama-guard-3", Near = 15 };

    /// <summary>The base agreement that also lets a judge clear what is below a score.</summary>
    public static Agreement Clearing(int below) => Cleared.GetOrAdd(
        below, static score => SignedBaseAgreement.With("agreement.json", "\"windowDays\": 30,", $"\"windowDays\": 30, \"judgeClearsBelow\": {score},"));

    public static async Task<JudgedHost> StartAsync(
        JudgeConfig? asked = null, Agreement? agreement = null, Func<ConcordatConfig, ConcordatConfig>? configure = null, Func<DeploymentConfig, DeploymentConfig>? guard = null)
    {
        var model = await FakeUpstream.StartAsync();
        var judge = await FakeUpstream.StartAsync();
        model.AnswerJson(DialectCase.Of("chat").Answer("All is well."));
        judge.AnswerJson(Says("safe"));
        var gateway = await GatewayHost.StartAsync(
            config =>
            {
                var made = TestConfig.WithUpstreams("openai-chat", model.Url)(config);
                var deployment = TestConfig.Sandbox("guard") with { Name = "guard", Kind = "openai-chat", Url = judge.Url, Vendor = "judges" };
                made = made with { Judge = asked ?? Asked, Deployments = [.. made.Deployments, guard?.Invoke(deployment) ?? deployment] };
                return configure?.Invoke(made) ?? made;
            },
            agreement: agreement);
        return new JudgedHost(model, judge, gateway);
    }

    /// <summary>A chat completion with these words.</summary>
    public static string Says(string words) =>
        $$$"""{"id":"c","object":"chat.completion","model":"g","choices":[{"index":0,"message":{"role":"assistant","content":{{{JsonSerializer.Serialize(words)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":300,"completion_tokens":4,"total_tokens":304}}""";

    public Task<HttpResponseMessage> AskAsync(string text, bool stream = false, params (string Name, string Value)[] headers) =>
        Gateway.PostAsync("/v1/chat/completions", Request(text, stream), headers);

    public static string Request(string text, bool stream = false) =>
        $$"""{"model":"m","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}]}""";

    /// <summary>The entries of one type.</summary>
    public async Task<JsonObject[]> EntriesAsync(string type) =>
        [.. (await Gateway.EntriesAsync()).Where(entry => entry["type"]!.GetValue<string>() == type)];

    /// <summary>What the newest entry of a type says of the judge, or null.</summary>
    public async Task<JsonNode?> JudgedAsync(string type = "decision") => (await EntriesAsync(type))[^1]["facts"]!["judge"];

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Model.DisposeAsync();
        await Judge.DisposeAsync();
    }
}
