using System.Text.Json;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Commands;

/// <summary>What the demo tells a person to type, typed as it stands.</summary>
public sealed class PrintedCommandTests(DemoFixture demo) : IClassFixture<DemoFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_printed_command_is_answered()
    {
        var (status, answer) = await CurlAsync("# permitted");

        Assert.Equal(200, status);
        Assert.StartsWith("Sandbox model", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_printed_command_is_refused_and_names_clause_2_1()
    {
        var (status, answer) = await CurlAsync("# refused");

        Assert.Equal(403, status);
        var error = answer.GetProperty("error");
        Assert.Equal("agreement_refused", error.GetProperty("type").GetString());
        Assert.Equal("clause_2.1", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_third_printed_command_is_held_with_a_case_and_names_clause_3_1()
    {
        var (status, answer) = await CurlAsync("# held");

        Assert.Equal(403, status);
        var error = answer.GetProperty("error");
        Assert.Equal("agreement_hold", error.GetProperty("type").GetString());
        Assert.Equal("clause_3.1", error.GetProperty("code").GetString());
        Assert.StartsWith("case_", error.GetProperty("concordat").GetProperty("case").GetString(), StringComparison.Ordinal);
    }

    private async Task<(int Status, JsonElement Answer)> CurlAsync(string title)
    {
        var lines = demo.Process.OutputLines;
        var start = Array.FindIndex(lines, line => line.StartsWith(title, StringComparison.Ordinal));
        Assert.True(start >= 0, demo.Process.Output);

        // the command ends with the first line that does not end in a backslash; only the status is asked for in addition
        var end = Array.FindIndex(lines, start + 1, line => !line.EndsWith('\\'));
        var command = string.Join('\n', lines[(start + 1)..(end + 1)]);
        var result = await CommandRun.BashAsync($"{command} -w '\\n%{{http_code}}'", Stop);

        Assert.True(result.Code == 0, result.ToString());
        var printed = result.Output.TrimEnd().Split('\n');
        return (int.Parse(printed[^1], System.Globalization.CultureInfo.InvariantCulture), JsonDocument.Parse(printed[0]).RootElement);
    }
}
