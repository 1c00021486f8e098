using Concordat.Commands;

namespace Concordat.Tests.Commands;

public sealed class CedarCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Good_policies_are_valid()
    {
        var file = _folder.Write("good.cedar", "permit (principal, action, resource);\nforbid (principal, action, resource) when { context.x > 1 };\n");

        var run = await CommandRun.OfAsync("cedar", "validate", file);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal($"{file}: 2 policies, valid", run.Output.Trim());
    }

    [Fact]
    public async Task Broken_policies_fail_the_check_with_their_place()
    {
        var file = _folder.Write("bad.cedar", "permit (principal, action, resource)\nwhen { context.x > };\n");

        var run = await CommandRun.OfAsync("cedar", "validate", file);

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.StartsWith(file + ":2:", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task The_JSON_report_lists_the_findings()
    {
        var file = _folder.Write("bad.cedar", "permit (principal, action);\n");

        var run = await CommandRun.OfAsync("cedar", "validate", file, "--json");

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.False((bool)run.Json["valid"]!);
        Assert.Equal("error", (string?)run.Json["findings"]![0]!["severity"]);
        Assert.Equal(1, (int)run.Json["findings"]![0]!["line"]!);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_bad_input()
    {
        var run = await CommandRun.OfAsync("cedar", "validate", _folder.File("none.cedar"));

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith("concordat: could not find file `", run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
