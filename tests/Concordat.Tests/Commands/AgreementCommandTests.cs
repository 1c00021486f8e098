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

    [Theory]
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
