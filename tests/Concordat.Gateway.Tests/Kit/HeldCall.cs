using System.Net;
using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A call of force that the sandbox model makes, held until people let it through.</summary>
internal static class HeldCall
{
    public const string Target = "hulk 7";

    public static async Task<string> HoldAsync(GatewayHost host, string target = Target)
    {
        var held = await SendAsync(host, target, null);
        Assert.Equal(HttpStatusCode.Forbidden, held.Status);
        return held.Case!;
    }

    /// <summary>Has the model call the tool, and says what became of it by the newest entry of the ledger.</summary>
    public static async Task<(HttpStatusCode Status, string? Case, string? Release, string Body)> SendAsync(
        GatewayHost host, string target, string? id, string description = "Fires.")
    {
        var body = new JsonObject
        {
            ["model"] = "sandbox",
            ["messages"] = new JsonArray(new JsonObject
            {
                ["role"] = "user",
                ["content"] = $"Go on as planned. [[call: release_weapon {{\"target\":\"{target}\"}}]]",
            }),
            ["tools"] = new JsonArray(new JsonObject
            {
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = "release_weapon", ["description"] = description },
            }),
        }.ToJsonString();
        using var response = await (id is null
            ? host.PostAsync("/v1/chat/completions", body)
            : host.PostAsync("/v1/chat/completions", body, ("Concordat-Case", id)));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var index = int.Parse(response.Headers.GetValues("Concordat-Entry").Single(), System.Globalization.CultureInfo.InvariantCulture);
        var entry = (await host.EntriesAsync())[index];
        return (response.StatusCode, entry["case"]?.GetValue<string>() ?? entry["calls"]?[0]?["case"]?.GetValue<string>(),
            entry["calls"]?[0]?["release"]?.GetValue<string>(), text);
    }
}
