using Concordat.Commands;
using Concordat.Setup;

namespace Concordat.Tests.Commands;

/// <summary>Instances for vendors, their comparison, what the public reads, and the laws beneath.</summary>
public sealed class EqualTermsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _home;

    public EqualTermsCommandTests()
    {
        _home = _folder.File("home");
        InstallationWriter.Write(new InstallationPlan(_home, "Dept", "Vend"));
    }

    private string Source => At("agreement");

    [Fact]
    public async Task Two_vendors_get_instances_with_equal_terms()
    {
        var (one, other) = (await Instance("aurora", "Aurora AI"), await Instance("borealis", "Borealis Labs"));

        var run = await CommandRun.OfAsync("agreement", "compare", one, other);
        var json = await CommandRun.OfAsync("agreement", "compare", one, other, "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.EndsWith("verdicts: alike for all facts, proven\nequal terms\n", run.Output, StringComparison.Ordinal);
        Assert.True((bool)json.Json["equal"]!);
    }

    [Fact]
    public async Task A_favour_to_one_of_them_is_shown_and_ends_with_1()
    {
        var (one, other) = (await Instance("aurora", "Aurora AI"), await Instance("borealis", "Borealis Labs"));
        var clauses = Path.Combine(other, "clauses.cedar");
        await File.WriteAllTextAsync(
            clauses, (await File.ReadAllTextAsync(clauses, Token)).Replace("context.persons.presumedUs > 25 }", "context.persons.presumedUs > 26 }", StringComparison.Ordinal), Token);

        var run = await CommandRun.OfAsync("agreement", "compare", one, other);

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Contains("not equal terms", run.Output, StringComparison.Ordinal);
        Assert.Contains("presumed U.S. persons in the text: 26", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_overwrites_nothing_and_takes_names_only()
    {
        var one = await Instance("aurora", "Aurora AI");

        var again = await CommandRun.OfAsync("agreement", "instance", Source, one, "--id", "aurora", "--name", "vendor=Aurora AI");
        var word = await CommandRun.OfAsync("agreement", "instance", Source, _folder.File("w"), "--id", "w", "--name", "vendor=any");
        var form = await CommandRun.OfAsync("agreement", "instance", Source, _folder.File("f"), "--id", "f", "--name", "Aurora AI");

        Assert.Equal(ExitCode.BadInput, again.Code);
        Assert.Contains("cannot be written", again.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, word.Code);
        Assert.Contains("`any` is not a name", word.Error, StringComparison.Ordinal);
        Assert.Contains("must be a role and a name", form.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("w")));
    }

    [Fact]
    public async Task Both_parties_publish_and_anybody_reads_what_is_not_withheld()
    {
        var file = Path.Combine(Source, "agreement.json");
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file, Token)).Replace("\"terms\":", "\"withheld\": [\"2.9\"],\n  \"terms\":", StringComparison.Ordinal), Token);
        var output = _folder.File("terms.dsse.json");

        var half = await Publish("department", output);
        var unread = await Terms(output);
        var whole = await Publish("vendor", output);
        var read = await Terms(output);
        var own = await Terms(output, "--of", Source);

        Assert.Equal((ExitCode.Done, ExitCode.CheckFailed, ExitCode.Done), (half.Code, unread.Code, whole.Code));
        Assert.Equal((ExitCode.Done, ExitCode.Done), (read.Code, own.Code));
        Assert.Contains("withheld: 2.9", read.Output, StringComparison.Ordinal);
        Assert.Contains("### 2.9 (withheld)", read.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("@clause(\"2.9\")", read.Output, StringComparison.Ordinal);
        Assert.Contains("@clause(\"2.8\")", read.Output, StringComparison.Ordinal);
        Assert.Contains("publishes exactly this", own.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.CheckFailed, (await Terms(output, "--of", At("agreement.dsse.json"))).Code);
    }

    [Fact]
    public async Task A_change_of_the_law_names_the_clauses_that_stay_and_those_that_follow()
    {
        var later = _folder.File("later.json");
        var text = await File.ReadAllTextAsync(Path.Combine(Source, "authorities.json"), Token);
        await File.WriteAllTextAsync(later, text.Replace("\"edition\": \"2023-01-25\"", "\"edition\": \"2026-10-01\"", StringComparison.Ordinal), Token);

        var list = await CommandRun.OfAsync("agreement", "authorities", Source);
        var changed = await CommandRun.OfAsync("agreement", "authorities", Source, "--with", later);
        var json = await CommandRun.OfAsync("agreement", "authorities", Source, "--with", later, "--json");

        Assert.Contains("follow it: 2.1", list.Output, StringComparison.Ordinal);
        Assert.Contains("stay with 2023-01-25 until amended: 3.1, 3.2, 3.3, 3.4, 3.5", changed.Output, StringComparison.Ordinal);
        Assert.Contains("No verdict changes by this", changed.Output, StringComparison.Ordinal);
        Assert.Equal("2026-10-01", (string?)json.Json["changes"]![0]!["newEdition"]);
    }

    [Fact]
    public async Task A_text_that_is_not_the_stated_one_ends_with_1()
    {
        var file = Path.Combine(Source, "authorities.json");
        var text = await File.ReadAllTextAsync(file, Token);
        var at = text.IndexOf("\"textHash\": null", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text[..at] + $"\"textHash\": \"{new string('0', 64)}\"" + text[(at + 16)..], Token);
        var texts = Directory.CreateDirectory(_folder.File("texts")).FullName;
        await File.WriteAllTextAsync(Path.Combine(texts, "us-const-amendment-4.txt"), "The right of the people", Token);

        var run = await CommandRun.OfAsync("agreement", "authorities", Source, "--texts", texts);
        var nowhere = await CommandRun.OfAsync("agreement", "authorities", Source, "--texts", _folder.File("nowhere"));

        Assert.Equal(ExitCode.CheckFailed, run.Code);
        Assert.Contains("us-const-amendment-4@follows: another text", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, nowhere.Code);
    }

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string At(string name) => Path.Combine(_home, name);

    private async Task<string> Instance(string id, string vendor)
    {
        var run = await CommandRun.OfAsync("agreement", "instance", Source, _folder.File(id), "--id", id, "--name", $"vendor={vendor}");
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));
        return _folder.File(id);
    }

    private Task<CommandRun> Publish(string role, string output) =>
        CommandRun.OfAsync("agreement", "publish", Source, "--key", At($"keys/{role}.key.pem"), "--output", output);

    private Task<CommandRun> Terms(string file, params string[] more) =>
        CommandRun.OfAsync(["agreement", "terms", file, "--config", At("concordat.yaml"), .. more]);
}
