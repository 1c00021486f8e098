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
    public async Task Format_prints_checks_or_writes_the_usual_layout()
    {
        const string Usual = "// kept\npermit (principal, action, resource)\nwhen { context.x > 1 };\n";
        var file = _folder.Write("p.cedar", "// kept\npermit(principal,action,resource) when {context.x>1};");

        var printed = await CommandRun.OfAsync("cedar", "format", file);
        var check = await CommandRun.OfAsync("cedar", "format", "--check", file);
        var write = await CommandRun.OfAsync("cedar", "format", "--write", file);
        var checkAgain = await CommandRun.OfAsync("cedar", "format", "--check", file);

        Assert.Equal((ExitCode.Done, Usual), (printed.Code, printed.Output));
        Assert.Equal(ExitCode.CheckFailed, check.Code);
        Assert.Equal($"{file}: not in the usual layout; `concordat cedar format --write` sets it", check.Error.Trim());
        Assert.Equal((ExitCode.Done, Usual), (write.Code, File.ReadAllText(file)));
        Assert.Equal((ExitCode.Done, ""), (checkAgain.Code, checkAgain.Error));
    }

    [Theory]
    [InlineData("permit(principal);", "--write")]
    [InlineData("permit(principal,action,resource);", "--width=10")]
    [InlineData("permit(principal,action,resource);", "--indent=17")]
    public async Task Format_leaves_a_file_alone_that_it_cannot_format(string text, string option)
    {
        var file = _folder.Write("p.cedar", text);

        var run = await CommandRun.OfAsync("cedar", "format", option, file);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public async Task With_a_schema_a_request_that_does_not_fit_is_bad_input()
    {
        var policies = _folder.Write("p.cedar", "permit (principal, action, resource);\n");
        var schema = _folder.Write("s.cedarschema", "entity User; action read appliesTo { principal: User, resource: User, context: { hour: Long } };\n");
        var request = _folder.Write("r.json", """{"principal":"User::\"a\"","action":"Action::\"read\"","resource":"User::\"a\"","context":{"hours":3}}""");

        var run = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", request, "--schema", schema);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("context.hours: attribute `hours` is not declared (did you mean `hour`?)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_errors_are_required_an_error_denies_and_the_answer_says_so()
    {
        var policies = _folder.Write("p.cedar", "permit (principal, action, resource);\nforbid (principal, action, resource) when { context.x };\n");
        var request = _folder.Write("r.json", """{"principal":"User::\"a\"","action":"Action::\"read\"","resource":"User::\"a\""}""");

        var plain = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", request);
        var strict = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", request, "--require-no-errors");

        Assert.Equal(ExitCode.Done, plain.Code);
        Assert.Equal(ExitCode.CheckFailed, strict.Code);
        Assert.Equal("deny\n  because of errors; without them it would be allow\n", strict.Output);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_bad_input()
    {
        var run = await CommandRun.OfAsync("cedar", "validate", _folder.File("none.cedar"));

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith("concordat: could not find file `", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"User::\\\"ann\\\"\"", ExitCode.Done, "allow\n  because of policy0\n")]
    [InlineData("{\"type\":\"User\",\"id\":\"ann\"}", ExitCode.Done, "allow\n  because of policy0\n")]
    [InlineData("{\"type\":\"User\",\"id\":\"bob\"}", ExitCode.CheckFailed, "deny\n")]
    public async Task A_request_is_answered_with_the_policies_that_decided(string principal, int code, string output)
    {
        var policies = _folder.Write("p.cedar", "permit (principal == User::\"ann\", action, resource) when { context.hour < 18 };\n");
        var request = _folder.Write(
            "r.json", $$"""{"principal":{{principal}},"action":"Action::\"read\"","resource":"File::\"f\"","context":{"hour":9} }""");

        var run = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", request);

        Assert.Equal(code, run.Code);
        Assert.Equal(output, run.Output);
    }

    [Fact]
    public async Task A_policy_that_errs_is_told_and_does_not_count()
    {
        var policies = _folder.Write("p.cedar", "permit (principal, action, resource) when { context.missing };\n");
        var request = _folder.Write("r.json", """{"principal":"U::\"a\"","action":"Action::\"b\"","resource":"F::\"c\"","context":{}}""");

        var run = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", request, "--json");

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Equal("deny", (string?)run.Json["decision"]);
        Assert.Equal("policy0", (string?)run.Json["errors"]![0]!["policy"]);
    }

    [Theory]
    [InlineData("{}", "missing member `action`")]
    [InlineData("[1", "not a request")]
    [InlineData("{\"principal\":\"nonsense\",\"action\":\"A::\\\"b\\\"\",\"resource\":\"F::\\\"c\\\"\"}", "not a request")]
    public async Task A_request_that_is_none_is_bad_input(string text, string error)
    {
        var policies = _folder.Write("p.cedar", "permit (principal, action, resource);\n");

        var run = await CommandRun.OfAsync("cedar", "authorize", policies, "--request", _folder.Write("r.json", text));

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_cases_that_the_repository_holds_come_out_as_expected()
    {
        var run = await CommandRun.OfAsync("cedar", "conformance", Repository.Path("tests/Concordat.Cedar.Tests/cases"));

        Assert.Equal("", run.Error);
        Assert.Equal(ExitCode.Done, run.Code);
    }

    [Fact]
    public async Task A_folder_without_cases_is_bad_input() =>
        Assert.Equal(ExitCode.BadInput, (await CommandRun.OfAsync("cedar", "conformance", _folder.FullName)).Code);

    public void Dispose() => _folder.Dispose();
}
