using Concordat.Configuration;

namespace Concordat.Tests.Configuration;

/// <summary>What the configuration says about the judge.</summary>
public sealed class JudgeConfigurationTests
{
    private const string Prompt = """{"answers":"safeguard","body":{"messages":[{"role":"user","content":"{fence}{text}{fence}"}]}}""";

    [Fact]
    public void Every_member_arrives_in_its_record()
    {
        using var folder = Folder("{ deployment: sandbox-1, promptFile: judge.json, near: 15, mayClear: true, timeout: 900ms, atOnce: 2, queue: 0, textBytes: 8192, failures: 3, pause: 1m }");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(folder.ConfigurationPath)!, "judge.json"), Prompt);

        var load = folder.Load();

        Assert.Empty(load.Errors);
        var judge = load.Config!.Judge!;
        Assert.Equal(
            ("sandbox-1", 15, true, TimeSpan.FromMilliseconds(900), 2, 0), (judge.Deployment, judge.Near, judge.MayClear, judge.Timeout, judge.AtOnce, judge.Queue));
        Assert.Equal((8192, 3, TimeSpan.FromMinutes(1)), (judge.TextBytes, judge.Failures, judge.Pause));
        Assert.True(Path.IsPathRooted(judge.PromptFile));
    }

    [Fact]
    public void A_changed_prompt_is_a_changed_configuration()
    {
        using var folder = Folder("{ deployment: sandbox-1, promptFile: judge.json }");
        var file = Path.Combine(Path.GetDirectoryName(folder.ConfigurationPath)!, "judge.json");
        File.WriteAllText(file, Prompt);
        var config = folder.Load().Config;
        var before = ConfigurationFingerprint.Of(folder.ConfigurationPath, config);

        File.WriteAllText(file, Prompt.Replace("user", "system", StringComparison.Ordinal));

        Assert.NotEqual(before, ConfigurationFingerprint.Of(folder.ConfigurationPath, config));
    }

    [Theory]
    [InlineData("{ deployment: sandbox-2, prompt: llama-guard-3 }", "`judge.deployment` is `sandbox-2`, which is not registered under `deployments` (did you mean `sandbox-1`?)")]
    [InlineData("{ deployment: sandbox-1, prompt: llama-guard }", "`judge.prompt` must be one of `llama-guard-3`, `llama-guard-4`, `gpt-oss-safeguard`, `granite-guardian`, not `llama-guard`")]
    [InlineData("{ deployment: sandbox-1 }", "`judge` must have either `prompt`, the name of a shipped one, or `promptFile`")]
    [InlineData("{ deployment: sandbox-1, prompt: llama-guard-3, promptFile: judge.json }", "`judge` must have either `prompt`, the name of a shipped one, or `promptFile`")]
    [InlineData("{ deployment: sandbox-1, prompt: llama-guard-3, near: 16 }", "`judge.near` must be from 1 to 15, not 16")]
    [InlineData("{ deployment: sandbox-1, prompt: llama-guard-3, timeout: 2m }", "`judge.timeout` must be from 100ms to 1m, not `2m`")]
    [InlineData("{ deployment: sandbox-1, prompt: llama-guard-3, clear: true }", "unknown key `judge.clear`")]
    [InlineData("{ prompt: llama-guard-3 }", "missing key `judge.deployment`")]
    public void What_cannot_be_is_told_with_its_place(string judge, string error)
    {
        using var folder = Folder(judge);

        var load = folder.Load();

        Assert.Null(load.Config);
        Assert.StartsWith(error, Assert.Single(load.Errors).Message, StringComparison.Ordinal);
        Assert.True(load.Errors[0].Line > 1);
    }

    [Fact]
    public void A_prompt_file_that_cannot_be_used_is_refused_with_the_reason()
    {
        using var folder = Folder("{ deployment: sandbox-1, promptFile: judge.json }");
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(folder.ConfigurationPath)!, "judge.json"), Prompt.Replace("{text}{fence}", "{text}", StringComparison.Ordinal));

        Assert.Contains("with `{fence}` before and after it", Assert.Single(folder.Load().Errors).Message, StringComparison.Ordinal);
    }

    private static ConfigurationFolder Folder(string judge) => new(ConfigurationFolder.CompleteText + $"judge: {judge}\n");
}
