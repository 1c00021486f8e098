using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Reload;

/// <summary>The configuration of a serving process rewritten under load.</summary>
public sealed class ReloadTests
{
    private const string Tools = "tools:\n";
    private const string UseCases = "useCases:\n";

    private const string NewUseCase =
        """
          - id: sonar-maintenance
            purpose: Answers questions about sonar manuals
            organisation: Dept
            official: Chief of Sonar
            functions: [maintenance]
            authorities: []
            sources: [maintenance-log]
            readiness: general
            humanDecider: true

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rewritten_configuration_takes_hold_a_broken_one_does_not_and_no_request_fails()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        var key = await served.NewKeyAsync(ServedInstallation.FirstUseCase, Stop);
        using var http = served.Process.NewClient(key);
        await Eventually.TrueAsync("the key is known", async () => await CodeAsync(Prompts.Permitted) == "", Stop);
        await using var load = new ConstantLoad(served.Process, key);
        Assert.Equal("clause_6.9", await ToolCodeAsync());

        // 1. a new tool effect and a new use case
        var first = await File.ReadAllTextAsync(served.Configuration, Stop);
        var good = served.Rewrite(first, Tools, Tools + "  - { name: realign_antenna, effect: none }\n");
        good = served.Rewrite(good, UseCases, UseCases + NewUseCase);
        await Eventually.TrueAsync("the new effect of the tool holds", async () => await ToolCodeAsync() == "", Stop);
        using var sonar = served.Process.NewClient(await served.NewKeyAsync("sonar-maintenance", Stop));
        await Eventually.TrueAsync(
            "the new use case may ask", async () => await Ask.CodeAsync(Ask.ChatAsync(sonar, Prompts.Permitted, Stop), Stop) == "", Stop);
        Assert.True(await IsInForceAsync(http));
        await load.GoOnAsync(Stop);

        // 2. a broken file changes nothing, and is told
        served.Rewrite(good, "effect: none }", "effect: nome }");
        await Eventually.TrueAsync("the broken file is told at /readyz", async () => !await IsInForceAsync(http), Stop);
        await load.GoOnAsync(Stop);
        Assert.Equal("", await ToolCodeAsync());
        await served.Process.LogsAsync("was not taken, the one before stays in force", Stop);
        await served.Process.LogsAsync("`nome`", Stop);

        // 3. half a file changes nothing either
        await File.WriteAllTextAsync(served.Configuration, good[..(good.Length / 2)], Stop);
        await load.GoOnAsync(Stop);
        Assert.Equal("", await ToolCodeAsync());

        // 4. the same good file again
        await File.WriteAllTextAsync(served.Configuration, good, Stop);
        await Eventually.TrueAsync("the good file is in force again", () => IsInForceAsync(http), Stop);
        Assert.Equal("", await ToolCodeAsync());

        // 5. a stricter one
        served.Rewrite(good, "{ name: realign_antenna, effect: none }", "{ name: realign_antenna, effect: force }");
        await Eventually.TrueAsync("the tool is one of force", async () => await ToolCodeAsync() == "clause_3.2", Stop);
        await load.GoOnAsync(Stop);

        Assert.Empty(load.Failures);
        Assert.True(load.Answered > 200, $"only {load.Answered} requests were answered meanwhile");

        Task<string> CodeAsync(string prompt) => Ask.CodeAsync(Ask.ChatAsync(http, prompt, Stop), Stop);
        Task<string> ToolCodeAsync() => Ask.CodeAsync(Ask.ToolAsync(http, Prompts.CallStrange, Prompts.StrangeTool, Stop), Stop);
    }

    [Fact]
    public async Task A_change_that_needs_a_restart_is_told_and_changes_nothing()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        var key = await served.NewKeyAsync(ServedInstallation.FirstUseCase, Stop);
        using var http = served.Process.NewClient(key);

        served.Rewrite(await File.ReadAllTextAsync(served.Configuration, Stop), "data: ./data", "data: ./elsewhere");

        await Eventually.TrueAsync("the change is told at /readyz", async () => !await IsInForceAsync(http), Stop);
        await served.Process.LogsAsync("`data` changed", Stop);
        Assert.False(Directory.Exists(Path.Combine(served.Home, "elsewhere")));
        await Eventually.TrueAsync("it still serves", async () => await Ask.CodeAsync(Ask.ChatAsync(http, Prompts.Permitted, Stop), Stop) == "", Stop);
    }

    [Fact]
    public async Task A_process_told_to_end_lets_requests_finish_and_ends_with_0()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        var key = await served.NewKeyAsync(ServedInstallation.FirstUseCase, Stop);
        using var http = served.Process.NewClient(key);
        await Eventually.TrueAsync("the key is known", async () => await Ask.CodeAsync(Ask.ChatAsync(http, Prompts.Permitted, Stop), Stop) == "", Stop);

        var code = await served.Process.EndAsync(Stop);

        Assert.Equal(0, code);
        Assert.DoesNotContain("fail:", served.Process.Error, StringComparison.Ordinal);
        var verified = await CommandRun.ConcordatAsync(Stop, "ledger", "verify", served.Process.Ledger, "--key", served.Process.LogKey);
        Assert.True(verified.Code == 0, verified.ToString());
    }

    // A process with a broken file is as ready as before: what is in force serves.
    private static async Task<bool> IsInForceAsync(HttpClient http)
    {
        using var response = await http.GetAsync(new Uri("/readyz", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var status = await response.Content.ReadFromJsonAsync<JsonElement>(Stop);
        Assert.True(status.GetProperty("ready").GetBoolean());
        return status.GetProperty("configuration").GetString() == "in force";
    }
}
