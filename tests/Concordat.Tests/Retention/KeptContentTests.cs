using System.Text;
using System.Text.Json.Nodes;
using Concordat.Commands;
using Concordat.Ledger;
using Concordat.Ledger.Verification;
using Concordat.Setup;
using Concordat.Tests.Commands;
using Concordat.Tests.Hosting;

namespace Concordat.Tests.Retention;

/// <summary>Bodies that a serving gateway keeps, opened and destroyed by commands beside it.</summary>
public sealed class KeptContentTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_kept_body_is_opened_with_a_reason_and_checked_and_a_shredded_one_never_again()
    {
        await using var served = await StartAsync();
        using var response = await served.AskAsync("How is the harbour radar?", Stop);
        var answered = await response.Content.ReadAsStringAsync(Stop);
        var outcome = long.Parse(response.Headers.GetValues("Concordat-Entry").Single(), System.Globalization.CultureInfo.InvariantCulture);

        var request = await RunAsync(served, "content", "show", $"{outcome - 1}", "--because", "inspector's question 12", "--by", "auditor");
        Assert.Equal(ExitCode.Done, request.Code);
        Assert.Contains("How is the harbour radar?", request.Output, StringComparison.Ordinal);
        Assert.StartsWith($"the request of entry {outcome - 1}, as the ledger commits to it; entry ", request.Error, StringComparison.Ordinal);
        var file = Path.Combine(served.Home, "answer.json");
        Assert.Equal(ExitCode.Done, (await RunAsync(served, "content", "show", $"{outcome}", "--because", "the same", "--output", file)).Code);
        Assert.Equal(answered, await File.ReadAllTextAsync(file, Stop));

        var shredded = await RunAsync(served, "content", "shred", $"{outcome - 1}", "--because", "erasure request 88");
        Assert.StartsWith($"shredded: the content of entry {outcome - 1}, as entry ", shredded.Output, StringComparison.Ordinal);
        var again = await RunAsync(served, "content", "show", $"{outcome - 1}", "--because", "once more");
        Assert.Equal(ExitCode.BadInput, again.Code);
        Assert.Contains("was shredded; nobody can open it any more", again.Error, StringComparison.Ordinal);

        var acts = (await EntriesAsync(served)).Where(static e => (string?)e["type"] == "content").Select(static e => $"{e["act"]} {e["by"]} {e["entry"]}{e["entries"]?.ToJsonString()}: {e["because"]}");
        Assert.Equal(
            [$"opened auditor {outcome - 1}: inspector's question 12", $"opened {Environment.UserName} {outcome}: the same", $"shredded {Environment.UserName} [{outcome - 1}]: erasure request 88"],
            acts);
    }

    [Fact]
    public async Task Streams_and_refusals_are_kept_as_the_ledger_commits_to_them_and_other_use_cases_are_not()
    {
        await using var served = await StartAsync();
        using var body = new StringContent("""{"model":"sandbox","stream":true,"messages":[{"role":"user","content":"Tell me about the radar"}]}""", Encoding.UTF8, "application/json");
        using var stream = await served.Http.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), body, Stop);
        await stream.Content.ReadAsStringAsync(Stop);
        using var refused = await served.AskAsync("TOP SECRET//SI//NOFORN", Stop);
        var other = await served.Host.Parts.Stores.Keys.CreateAsync(ConfigurationTemplate.RangeUseCase, "other", expires: null, Stop);
        await served.Host.Parts.RefreshKeysAsync(Stop);
        served.Http.DefaultRequestHeaders.Authorization = new("Bearer", other.ShownOnce);
        using var unkept = await served.AskAsync("What of the range?", Stop);

        var entries = await EntriesAsync(served);
        var checkedOnes = 0;
        for (var i = 0; i < entries.Count; i++)
        {
            if ((string?)entries[i]["type"] is not ("decision" or "outcome" or "rejection"))
            {
                continue;
            }

            var run = await RunAsync(served, "content", "show", $"{i}", "--because", "test");
            var isKept = (string?)entries[i]["use_case"] == ConfigurationTemplate.UseCase;
            Assert.True(run.Code == (isKept ? ExitCode.Done : ExitCode.BadInput), $"{entries[i].ToJsonString()}: {run.Error}");
            Assert.Contains(isKept ? "as the ledger commits to it" : "no content of entry", run.Error, StringComparison.Ordinal);
            checkedOnes += isKept ? 1 : 0;
        }

        Assert.Equal(3, checkedOnes); // the streamed request and its answer, and the refused request
    }

    [Fact]
    public async Task A_held_body_is_not_shredded_and_no_text_stands_in_the_files()
    {
        await using var served = await StartAsync();
        using var response = await served.AskAsync("How is the harbour radar?", Stop);
        var outcome = long.Parse(response.Headers.GetValues("Concordat-Entry").Single(), System.Globalization.CultureInfo.InvariantCulture);
        await RunAsync(served, "ledger", "hold", "add", "cv-1", "--from", $"{outcome - 1}", "--to", $"{outcome - 1}", "--because", "letter");

        var stopped = await RunAsync(served, "content", "shred", $"{outcome - 1}", "--because", "erasure");
        Assert.Equal((ExitCode.CheckFailed, "concordat: not shredded: legal hold `cv-1` keeps it"), (stopped.Code, stopped.Error.Trim()));
        Assert.Contains("shredded: 1 content from before 2100-01-01", (await RunAsync(served, "content", "shred", "--before", "2100-01-01", "--because", "all")).Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await RunAsync(served, "content", "show", $"{outcome - 1}", "--because", "still there")).Code);
        foreach (var path in Directory.EnumerateFiles(Path.Combine(served.Home, "data"), "*", SearchOption.AllDirectories).Where(static p => Path.GetFileName(p) is not ("control.sock" or "lock")))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file, Encoding.Latin1);
            Assert.DoesNotContain("harbour", await reader.ReadToEndAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_evidence_package_takes_kept_bodies_along_when_asked_with_a_reason_and_checks_them_offline()
    {
        await using var served = await StartAsync();
        using var response = await served.AskAsync("How is the harbour radar?", Stop);
        await served.Host.Parts.Ledger.IntegrateAsync();
        var (package, key) = (Path.Combine(served.Home, "evidence"), served.Host.Parts.Ledger.VerifierKey);

        Assert.Equal(ExitCode.BadInput, (await RunAsync(served, "ledger", "export", "--since", "0", "--with-content", "--output", package)).Code);
        var export = await RunAsync(served, "ledger", "export", "--since", "0", "--with-content", "--because", "case 12", "--output", package);
        Assert.Equal((ExitCode.Done, ""), (export.Code, export.Error));
        Assert.Contains(", with the content of 2, to ", export.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await EntriesAsync(served)).Count(static e => (string?)e["act"] == "opened"));

        var verified = await CommandRun.OfAsync("ledger", "verify-export", package, "--key", key);
        Assert.Equal((ExitCode.Done, ""), (verified.Code, verified.Error));
        Assert.Contains(", the content of 2", verified.Output, StringComparison.Ordinal);
        var file = Directory.EnumerateFiles(Path.Combine(package, "content")).Order(StringComparer.Ordinal).First();
        var reveal = JsonNode.Parse(await File.ReadAllTextAsync(file, Stop))!;
        reveal["content"] = Convert.ToBase64String("something else"u8);
        await File.WriteAllTextAsync(file, reveal.ToJsonString(), Stop);
        var changed = await CommandRun.OfAsync("ledger", "verify-export", package, "--key", key);
        Assert.Equal(ExitCode.CheckFailed, changed.Code);
        Assert.Contains("it commits to something else", changed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_is_not_there_is_told_and_records_nothing()
    {
        await using var served = await StartAsync();
        var before = served.Host.Parts.Ledger.DurableSize;

        var run = await RunAsync(served, "content", "show", "999", "--because", "x");

        Assert.Equal((ExitCode.BadInput, before), (run.Code, served.Host.Parts.Ledger.DurableSize));
        Assert.Equal($"concordat: there is no entry 999; the ledger has {before}", run.Error.Trim());
    }

    private static async Task<ServedInstallation> StartAsync()
    {
        var served = await ServedInstallation.StartAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(served.Home, "keys", "content.key"), new string('c', 64) + "\n", Stop);
        served.Change("\nlimits:\n", $"\ncontent:\n  for: [{ConfigurationTemplate.UseCase}]\n  key: {{ file: keys/content.key }}\n\nlimits:\n");
        await served.RestartAsync(Stop);
        return served;
    }

    private static Task<CommandRun> RunAsync(ServedInstallation served, params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", served.ConfigurationPath]);

    private static async Task<List<JsonObject>> EntriesAsync(ServedInstallation served)
    {
        await served.Host.Parts.Ledger.IntegrateAsync();
        var (directory, key) = (Path.Combine(served.Home, "data", "ledger"), served.Host.Parts.Ledger.VerifierKey);
        var verified = await LedgerVerification.VerifyAsync(directory, key, new LedgerVerificationOptions { Entries = true }, Stop);
        Assert.True(verified.IsValid, verified.Fault?.ToString() ?? string.Join('\n', verified.Record!.Findings));
        var reader = LedgerReader.Open(directory, key);
        return [.. reader.ReadEntries(default, (int)reader.Size).Select(static e => JsonNode.Parse(e)!.AsObject())];
    }
}
