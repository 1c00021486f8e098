using System.Net;
using Concordat.Commands;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>A use case that reviewers let out by the command line.</summary>
public sealed class ReadinessJourneyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_reviewers_let_it_into_shadow_by_a_certificate_and_one_takes_it_back()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        served.Change("readiness: general", "readiness: decided");
        await served.RestartAsync(Stop);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(served));
        await ProposeAsync(served, "shadow", ExitCode.CheckFailed, "no preflight certificate stands");

        var suite = Path.Combine(served.Home, "suite.jsonl");
        await File.WriteAllTextAsync(suite, """{"model":"sandbox","messages":[{"role":"user","content":"Which repairs are urgent?"}]}""", Stop);
        var certified = await CommandRun.WithKeyAsync(
            served.Http.DefaultRequestHeaders.Authorization!.Parameter!, "preflight", "certify", suite, "--url", served.Host.Url, "--output", Path.Combine(served.Home, "certificate.json"));
        Assert.Contains("1 permit", certified.Output, StringComparison.Ordinal);

        await ProposeAsync(served, "trial", ExitCode.CheckFailed, "no evaluation is named");
        await ProposeAsync(served, "shadow", ExitCode.Done, "");
        await SignAsync(served, "step.json", "reviewer");
        var alone = await RunAsync(served, "use-case", "readiness", "apply", Path.Combine(served.Home, "step.dsse.json"));
        Assert.Contains("it is not signed by all who must", alone.Error, StringComparison.Ordinal);
        await SignAsync(served, "step.dsse.json", "vendor-reviewer");
        var applied = await RunAsync(served, "use-case", "readiness", "apply", Path.Combine(served.Home, "step.dsse.json"));
        Assert.StartsWith("taken: `radar-maintenance` from not-ready to shadow, signed by `reviewer` and `vendor-reviewer`", applied.Output, StringComparison.Ordinal);
        await served.RestartAsync(Stop);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(served));

        var listed = await RunAsync(served, "use-case", "readiness", "list");
        Assert.Matches(@"radar-maintenance +\* +shadow +2\S+Z +trial: it has been in shadow for 0 days, and 7 are needed", listed.Output);
        await ProposeAsync(served, "not-ready", ExitCode.Done, "");
        await SignAsync(served, "step.json", "vendor-reviewer");
        Assert.Contains("from shadow to not-ready", (await RunAsync(served, "use-case", "readiness", "apply", Path.Combine(served.Home, "step.dsse.json"))).Output, StringComparison.Ordinal);
        await served.RestartAsync(Stop);
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(served));
    }

    private static async Task ProposeAsync(ServedInstallation served, string stage, int code, string error)
    {
        File.Delete(Path.Combine(served.Home, "step.dsse.json"));
        var run = await RunAsync(served, "use-case", "readiness", "propose", "radar-maintenance", "--to", stage, "--reason", "try it", "--output", Path.Combine(served.Home, "step.json"));
        Assert.True(run.Code == code, run.Output + run.Error);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    private static async Task SignAsync(ServedInstallation served, string file, string person)
    {
        var run = await CommandRun.OfAsync(
            "use-case", "readiness", "sign", Path.Combine(served.Home, file), "--key", Path.Combine(served.Home, "keys", $"{person}.key.pem"), "--output", Path.Combine(served.Home, "step.dsse.json"));
        Assert.True(run.Code == ExitCode.Done, run.Error);
    }

    private static Task<CommandRun> RunAsync(ServedInstallation served, params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", served.ConfigurationPath]);

    private static async Task<HttpStatusCode> AskAsync(ServedInstallation served)
    {
        using var answer = await served.AskAsync("Which repairs are urgent?", Stop);
        return answer.StatusCode;
    }
}
