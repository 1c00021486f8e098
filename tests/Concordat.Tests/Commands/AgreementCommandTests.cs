using Concordat.Commands;
using Concordat.Setup;

namespace Concordat.Tests.Commands;

public sealed class AgreementCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _home;

    public AgreementCommandTests()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
    }

    private string Configuration => At("concordat.yaml");

    private string Source => At("agreement");

    private string Signed => At("agreement.dsse.json");

    [Fact]
    public async Task Show_prints_one_clause_or_all_of_them()
    {
        var all = await CommandRun.OfAsync("agreement", "show", "--config", Configuration);
        var one = await CommandRun.OfAsync("agreement", "show", "2.1", "--config", Configuration);

        Assert.Equal(ExitCode.Done, all.Code);
        Assert.Equal(ExitCode.Done, one.Code);
        Assert.Contains("forbid", one.Output, StringComparison.Ordinal);
        Assert.True(one.Output.Length < all.Output.Length / 4);
    }

    [Fact]
    public async Task Show_as_JSON_names_hash_and_signers()
    {
        var json = (await CommandRun.OfAsync("agreement", "show", "--config", Configuration, "--json")).Json;

        Assert.Equal(64, ((string)json["hash"]!).Length);
        Assert.Equal("base", (string?)json["id"]);
        Assert.NotNull(json["signers"]);
    }

    [Fact]
    public async Task Show_refuses_a_clause_that_is_not_there()
    {
        var run = await CommandRun.OfAsync("agreement", "show", "99.9", "--config", Configuration);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal("concordat: the agreement has no article or clause `99.9`", run.Error.Trim());
    }

    [Fact]
    public async Task Lint_accepts_the_shipped_agreement()
    {
        var run = await CommandRun.OfAsync("agreement", "lint", Source);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Equal($"{Source}: no errors", run.Output.Trim());
    }

    [Fact]
    public async Task Lint_tells_the_place_of_an_error_and_ends_with_1()
    {
        await File.AppendAllTextAsync(Path.Combine(Source, "clauses.cedar"), "forbid (principal", TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("agreement", "lint", Source);
        var json = await CommandRun.OfAsync("agreement", "lint", Source, "--json");

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Contains("clauses.cedar:", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, json.Code);
        Assert.NotEmpty(json.Json.AsArray());
    }

    [Fact]
    public async Task Both_parties_sign_in_their_turn_and_then_it_verifies()
    {
        var output = _folder.File("out.dsse.json");

        var department = await Sign("department", "department", output);
        var half = await Verify(output);
        var vendor = await Sign("vendor", "vendor", output);
        var whole = await Verify(output);

        Assert.Equal((ExitCode.Done, ExitCode.CheckFailed), (department.Code, half.Code));
        Assert.NotEmpty(half.Error);
        Assert.Equal((ExitCode.Done, ExitCode.Done), (vendor.Code, whole.Code));
    }

    [Fact]
    public async Task A_party_cannot_sign_with_the_key_of_the_other()
    {
        var run = await Sign("department", "vendor", _folder.File("out.dsse.json"), "--party", $"department={At("keys/department.pub.pem")}");

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.False(File.Exists(_folder.File("out.dsse.json")));
    }

    [Fact]
    public async Task A_changed_byte_fails_the_verification()
    {
        var text = await File.ReadAllTextAsync(Signed, TestContext.Current.CancellationToken);
        var at = text.IndexOf("\"payload\":\"", StringComparison.Ordinal) + 200;
        await File.WriteAllTextAsync(
            Signed, string.Concat(text.AsSpan(0, at), text[at] is 'A' ? "B" : "A", text.AsSpan(at + 1)), TestContext.Current.CancellationToken);

        var run = await CommandRun.OfAsync("agreement", "verify", "--config", Configuration);

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task Prove_accepts_the_shipped_agreement_as_a_folder_and_as_a_signed_file()
    {
        var folder = await CommandRun.OfAsync("agreement", "prove", Source);
        var file = await CommandRun.OfAsync("agreement", "prove", Signed, "--json");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (folder.Code, file.Code));
        Assert.EndsWith("proven: 18 red lines hold for all facts", folder.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.True((bool)file.Json["proven"]!);
        Assert.Equal(64, ((string)file.Json["agreement"]!).Length);
        Assert.Equal(18, file.Json["redLines"]!.AsArray().Count);
    }

    [Fact]
    public async Task An_open_red_line_is_shown_with_an_example_and_nobody_signs_over_it_but_with_a_reason_on_record()
    {
        var clauses = Path.Combine(Source, "clauses.cedar");
        var text = await File.ReadAllTextAsync(clauses, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            clauses,
            text.Replace(
                "when { context.tool.effect == \"force\" && !context.tool.authorized };",
                "when { context.tool.effect == \"force\" && !context.tool.authorized }\nunless { context.useCase.readiness == \"general\" };", StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        var output = _folder.File("open.dsse.json");

        var proof = await CommandRun.OfAsync("agreement", "prove", Source);
        var refused = await Sign("department", "department", output);
        var department = await Sign("department", "department", output, "--unproven", "trial until 1 December");
        var vendor = await Sign("vendor", "vendor", output, "--unproven", "trial until 1 December");
        var verified = await Verify(output);
        var shown = await CommandRun.OfAsync("agreement", "show", "--from", output);

        Assert.Equal(ExitCode.CheckFailed, proof.Code);
        Assert.Contains("3.1   Every effect of force needs a human authorization          DOES NOT HOLD", proof.Output, StringComparison.Ordinal);
        Assert.Contains("effect of the tool called: force", proof.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, refused.Code);
        Assert.Contains("--unproven", refused.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Done, ExitCode.Done, ExitCode.Done), (department.Code, vendor.Code, verified.Code));
        Assert.Contains("unproven: trial until 1 December", verified.Output, StringComparison.Ordinal);
        Assert.Contains("unproven:  trial until 1 December", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_tells_what_changes_between_a_signed_file_and_a_folder()
    {
        var clauses = Path.Combine(Source, "clauses.cedar");
        var text = await File.ReadAllTextAsync(clauses, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            clauses, text.Replace("context.topics.force >= 70", "context.topics.force >= 40", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var same = await CommandRun.OfAsync("agreement", "diff", Signed, Signed);
        var run = await CommandRun.OfAsync("agreement", "diff", Signed, Source);
        var json = await CommandRun.OfAsync("agreement", "diff", Signed, Source, "--json");

        Assert.Equal((ExitCode.Done, ExitCode.Done, ExitCode.Done), (same.Code, run.Code, json.Code));
        Assert.EndsWith("nothing changes", same.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("suspicion of selecting or engaging targets: raised (40 to 69)", run.Output, StringComparison.Ordinal);
        Assert.Equal("8.2", (string?)json.Json["clauses"]![0]!["clause"]);
        Assert.Equal("held for a ruling", (string?)json.Json["clauses"]![0]!["effects"]![0]!["after"]);
    }

    [Theory]
    [InlineData("agreement", "prove", "/nowhere/at/all")]
    [InlineData("agreement", "diff", "/nowhere", "/nowhere")]
    [InlineData("agreement", "verify", "--party", "vendor")]
    [InlineData("agreement", "lint", "/nowhere/at/all")]
    [InlineData("agreement", "verify", "/nowhere/at/all", "--party", "vendor=/nowhere")]
    public async Task What_makes_no_sense_is_bad_input(params string[] arguments)
    {
        var run = await CommandRun.OfAsync([.. arguments]);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.NotEmpty(run.Error);
    }

    public void Dispose() => _folder.Dispose();

    private string At(string name) => Path.Combine(_home, name);

    private Task<CommandRun> Sign(string role, string key, string output, params string[] more) =>
        CommandRun.OfAsync(["agreement", "sign", Source, "--key", At($"keys/{key}.key.pem"), "--role", role, "--output", output, .. more]);

    private Task<CommandRun> Verify(string file) => CommandRun.OfAsync(
        "agreement", "verify", file, "--party", $"department={At("keys/department.pub.pem")}", "--party", $"vendor={At("keys/vendor.pub.pem")}");
}
