using System.Text;
using System.Text.Json;
using Concordat.Commands;
using Concordat.Gateway.Shadow;
using Concordat.Ledger;
using Concordat.Signing;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

public sealed class MigrateCommandTests : IDisposable
{
    private const string Plan = """
        format: concordat-migration/1
        id: to-two
        model: gpt-5
        from: [vendor-1]
        to: [vendor-2]
        stages:
          - { shadow: 20, requests: 200, agreement: 0.95 }
          - { weight: 10, for: 1h }
          - { weight: 100 }
        """;

    private readonly ConfigurationFolder _folder = new(ConfigurationFolder.CompleteText.Replace(
        "    key: { file: keys/vendor-2.secret }\n", "    key: { file: keys/vendor-2.secret }\n    candidate: true\n", StringComparison.Ordinal));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plan_is_started_once_shown_and_taken_back()
    {
        Assert.Equal("good: 3 stages, copies of 20 %, 10 %, 100 %\n", (await StartAsync(Plan, "--check")).Output);
        Assert.Contains("no migration", (await RunAsync("status", "to-two")).Error, StringComparison.Ordinal);

        Assert.Contains("stage 1 of 3: copies of 20 %", (await StartAsync(Plan)).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, (await StartAsync(Plan)).Code);
        Assert.Contains("is running", (await StartAsync(Plan.Replace("to-two", "again", StringComparison.Ordinal))).Error, StringComparison.Ordinal);
        Assert.Contains("nothing to end", (await RunAsync("end", "to-two")).Error, StringComparison.Ordinal);
        Assert.Contains("taken back", (await RunAsync("back", "to-two", "--why", "not today")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, (await RunAsync("back", "to-two")).Code);

        Assert.Contains("back     stage 1: not today", (await RunAsync("status")).Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await RunAsync("status", "to-two", "--json")).Output);
        Assert.Equal(("taken-back", 2), (json.RootElement[0].GetProperty("state").GetString(), json.RootElement[0].GetProperty("steps").GetArrayLength()));
    }

    [Theory]
    [InlineData("to: [vendor-2]", "to: [sandbox-1]", ":5:6: `sandbox-1` is no deployment of the model `gpt-5`")]
    [InlineData("from: [vendor-1]", "from: [vendor-2]", ":4:8: `vendor-2` is a candidate, which gets no requests that could be taken from it")]
    [InlineData("to: [vendor-2]", "to: [vendor-1]", ":5:6: `vendor-1` already gets requests; give it `candidate: true` in the configuration first")]
    [InlineData("weight: 100", "weight: 99", "the last one must have `weight: 100`")]
    [InlineData("weight: 10,", "weight: 100,", "`stages[2]` must go further than the stage before it")]
    [InlineData("shadow: 20,", "shadow: 20, weight: 1,", "`stages[0]` must have either `shadow` or `weight`")]
    [InlineData("agreement: 0.95", "agreement: 95", "`stages[0].agreement` must be from 0 to 1")]
    [InlineData("agreement: 0.95", "agrement: 0.95", "unknown key `stages[0].agrement` (did you mean `agreement`?)")]
    [InlineData("concordat-migration/1", "concordat-migration/2", "`format` must be `concordat-migration/1`")]
    public async Task A_plan_that_cannot_be_carried_out_is_refused_with_its_place(string replace, string with, string error)
    {
        var refused = await StartAsync(Plan.Replace(replace, with, StringComparison.Ordinal));

        Assert.Equal(ExitCode.BadInput, refused.Code);
        Assert.Contains(error, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparisons_in_a_ledger_are_added_up()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var directory = Path.Combine(_folder.FullName, "ledger-of-copies");
        await using var ledger = LedgerWriter.Open(new LedgerOptions { Directory = directory, Origin = "test.example/ledger", Key = key }, TimeProvider.System);
        foreach (var (agrees, length, cost) in ((bool, int, string)[])[(true, 1000, "0.001"), (false, 3000, "0.003")])
        {
            var comparison = $$"""{"agrees":{{(agrees ? "true" : "false")}},"answered":true,"cost":"{{cost}}","first_byte":500,"length":{{length}},"of":1,"other_cost":"0.008","same_calls":{{(agrees ? "true" : "false")}},"same_end":true,"same_verdict":true,"with":"old"}""";
            await ledger.AppendAsync(
                Encoding.UTF8.GetBytes($$"""{"deployment":"new","facts":{"comparison":{{comparison}}},"type":"comparison"}"""), TestContext.Current.CancellationToken);
        }

        await ledger.AppendAsync("""{"type":"decision","note":"\"type\":\"comparison\""}"""u8.ToArray(), TestContext.Current.CancellationToken);
        await ledger.IntegrateAsync();

        var report = Assert.Single(ShadowTraffic.Read(LedgerReader.Open(directory, ledger.VerifierKey), 1000, TestContext.Current.CancellationToken).Reports());

        Assert.Equal(("new", "old", 2, 1, 2, 1), (report.Candidate, report.With, report.Copies, report.Agree, report.Answered, report.SameCalls));
        Assert.Equal((2m, 0.5m, 0.25m), (report.Length, report.FirstByte, report.CostRatio));
    }

    private Task<CommandRun> StartAsync(string plan, params string[] more)
    {
        _folder.WriteFile("plan.yaml", plan);
        return RunAsync(["start", Path.Combine(_folder.FullName, "plan.yaml"), .. more]);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) =>
        CommandRun.OfAsync(["deployment", "migrate", .. arguments, "--config", _folder.ConfigurationPath]);
}
