using System.Net;
using Concordat.Commands;
using Concordat.Configuration;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Setup;

namespace Concordat.Tests.Hosting;

public sealed class ConcordatHostTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_installation_answers_a_permitted_request_and_records_it()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        var before = served.Host.Parts.Ledger.DurableSize;

        using var response = await served.AskAsync("How is the radar?", Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("permit", response.Headers.GetValues("Concordat-Verdict").Single());
        Assert.True(served.Host.Parts.Ledger.DurableSize >= before + 2);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_console_opens_with_its_token_and_not_without()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        using var browser = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() });

        using var closed = await browser.GetAsync(new Uri($"{served.Host.Url}/console"), Stop);
        using var opened = await browser.GetAsync(new Uri(served.Host.ConsoleUrl), Stop);

        Assert.NotEqual(HttpStatusCode.OK, closed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        Assert.Contains("Dept", await browser.GetStringAsync(new Uri($"{served.Host.Url}/console/agreement"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_token_survives_a_restart_and_is_private()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);
        var token = served.Host.ConsoleUrl.Split("token=")[1];

        await served.RestartAsync(Stop);

        Assert.EndsWith(token, served.Host.ConsoleUrl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_of_a_served_installation_verifies_after_it_ended()
    {
        string directory, key;
        await using (var served = await ServedInstallation.StartAsync(Stop))
        {
            using var response = await served.AskAsync("How is the radar?", Stop);
            directory = Path.Combine(served.Home, "data", "ledger");
            key = served.Host.Parts.Ledger.VerifierKey;
            await served.RestartAsync(Stop);
            await served.Host.Parts.Ledger.IntegrateAsync();
            var result = await LedgerVerification.VerifyAsync(directory, key, cancellationToken: Stop);
            Assert.True(result.IsValid, result.Fault?.ToString());
            Assert.True(result.EntriesChecked >= 4);
        }
    }

    [Fact]
    public async Task An_agreement_that_one_side_did_not_sign_is_not_served()
    {
        using var folder = new TemporaryFolder();
        var home = folder.File("home");
        InstallationWriter.Write(new InstallationPlan(home, "Dept", "Vend"));
        File.Delete(Path.Combine(home, "agreement.dsse.json"));
        await SignAsync(home);

        var refusal = await Assert.ThrowsAsync<CommandException>(() => StartAsync(home));

        Assert.Equal(ExitCode.CheckFailed, refusal.Code);
        Assert.Contains(refusal.Lines, line => line.Contains("vendor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_safeguard_pack_that_one_side_did_not_sign_is_not_served()
    {
        using var folder = new TemporaryFolder();
        var home = folder.File("home");
        InstallationWriter.Write(new InstallationPlan(home, "Dept", "Vend"));
        var signed = Path.Combine(home, "safeguards.dsse.json");
        File.Delete(signed);
        var run = await Commands.CommandRun.OfAsync("safeguards", "sign", "--key", Path.Combine(home, "keys", "vendor.key.pem"), "--output", signed);
        Assert.Equal((ExitCode.Done, ""), (run.Code, run.Error));

        var refusal = await Assert.ThrowsAsync<CommandException>(() => StartAsync(home));

        Assert.Equal(ExitCode.CheckFailed, refusal.Code);
        Assert.Contains(refusal.Lines, line => line.Contains("`department`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_processes_do_not_serve_from_one_data_folder()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);

        await Assert.ThrowsAnyAsync<IOException>(() => StartAsync(served.Home));
    }

    [Fact]
    public async Task The_data_folder_is_open_to_its_owner_alone()
    {
        await using var served = await ServedInstallation.StartAsync(Stop);

        if (!OperatingSystem.IsWindows())
        {
            var data = Path.Combine(served.Home, "data");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "console.token")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(data, "salt.key")));
        }
    }

    private static Task<Commands.CommandRun> SignAsync(string home) => Commands.CommandRun.OfAsync(
        "agreement", "sign", Path.Combine(home, "agreement"), "--key", Path.Combine(home, "keys", "department.key.pem"), "--role", "department");

    private static Task<ConcordatHost> StartAsync(string home)
    {
        var path = Path.Combine(home, "concordat.yaml");
        var config = ConfigurationFile.Load(path, _ => null).Config! with { Listen = "http://127.0.0.1:0" };
        return ConcordatHost.StartAsync(
            new HostSettings(path, config, file => ConfigurationFile.Load(file, _ => null)), TimeProvider.System, TestContext.Current.CancellationToken);
    }
}
