using Concordat.Commands;
using Concordat.Oversight.Cases;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

public sealed class CaseCommandTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    [Fact]
    public async Task An_open_case_is_listed_and_shown()
    {
        var id = await OpenCaseAsync();

        var listed = await Run("case", "list");
        var shown = await Run("case", "show", id);

        Assert.Contains(id, listed.Output, StringComparison.Ordinal);
        Assert.Contains("4.1", listed.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, shown.Code);
        Assert.Contains("tool:      launch", shown.Output, StringComparison.Ordinal);
        Assert.Contains("state:     open", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_report_of_a_case_is_complete()
    {
        var id = await OpenCaseAsync();

        var shown = (await Run("case", "show", id, "--json")).Json;
        var listed = (await Run("case", "list", "--json")).Json;

        Assert.Equal(id, (string?)shown["id"]);
        Assert.Equal("authorize", (string?)shown["type"]);
        Assert.Equal("radar-maintenance", (string?)shown["use_case"]);
        Assert.Equal(new string('a', 64), (string?)shown["agreement"]);
        Assert.Empty(shown["precedents"]!.AsArray());
        shown["precedents"] = null; // a list looks for none
        Assert.Equal(shown.ToJsonString(), Assert.Single(listed.AsArray())!.ToJsonString());
    }

    [Fact]
    public async Task No_case_is_an_empty_list()
    {
        var run = await Run("case", "list", "--all", "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Json.AsArray());
    }

    [Theory]
    [InlineData("42", "is not the id of a case")]
    [InlineData("case_00000000000000000000000000000000", "there is no case")]
    public async Task A_case_that_is_not_there_is_bad_input(string id, string error)
    {
        var run = await Run("case", "show", id);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> OpenCaseAsync()
    {
        var services = new CommandServices { Environment = ConfigurationFolder.Environment };
        var installation = Installation.Load(_folder.ConfigurationPath, services);
        await using var stores = await installation.OpenStoresAsync(services, TestContext.Current.CancellationToken);
        var action = new HeldAction("radar-maintenance", new string('a', 64), new string('b', 64));
        var opened = await stores.Cases.OpenAsync(
            new CaseOpening(CaseType.Authorize, action, ["4.1"], "launch", "force", TimeProvider.System.GetUtcNow().AddHours(1)), TestContext.Current.CancellationToken);
        return opened.Case!.Id.Value;
    }

    private Task<CommandRun> Run(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", _folder.ConfigurationPath]);
}
