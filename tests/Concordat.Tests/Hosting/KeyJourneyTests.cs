using Concordat.Commands;
using Concordat.Setup;
using Concordat.Signing;
using Concordat.Tests.Commands;

namespace Concordat.Tests.Hosting;

/// <summary>A platform engineer has a running gateway make and revoke an API key, from a machine that has no part of the installation.</summary>
public sealed class KeyJourneyTests
{
    [Fact]
    public async Task An_engineers_signature_makes_a_key_that_works_and_ends_it_and_nobody_elses_does()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var served = await ServedInstallation.StartAsync(cancellation);
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var file = Path.Combine(served.Home, "keys", "engineer.key.pem");
        await File.WriteAllTextAsync(file, key.ToPem(), cancellation);
        await File.WriteAllTextAsync(Path.Combine(served.Home, "keys", "engineer.pub.pem"), key.PublicKey.ToPem(), cancellation);
        served.Change("limits:", "console:\n  people:\n    - { id: engineer, name: Engineer, roles: [platform-engineer], key: keys/engineer.pub.pem }\nlimits:");
        await served.RestartAsync(cancellation);
        string[] by = ["--as", "engineer", "--key", file, "--gateway", served.Host.Url, "--config", served.ConfigurationPath, "--json"];

        Assert.Equal(ExitCode.BadInput, (await CommandRun.OfAsync(["key", "create", ConfigurationTemplate.UseCase, .. by])).Code); // without an end
        var made = (await CommandRun.OfAsync(["key", "create", ConfigurationTemplate.UseCase, "--days", "7", .. by])).Json;
        await served.Host.Parts.RefreshKeysAsync(cancellation);
        served.Http.DefaultRequestHeaders.Authorization = new("Bearer", (string?)made["key"]);
        using var models = await served.Http.GetAsync(new Uri("v1/models", UriKind.Relative), cancellation);
        Assert.True(models.IsSuccessStatusCode);

        var id = (string)made["id"]!;
        var commander = await CommandRun.OfAsync(
            "key", "revoke", id, "--as", "commander", "--key", Path.Combine(served.Home, "keys", "commander.key.pem"), "--gateway", served.Host.Url, "--config", served.ConfigurationPath);
        Assert.Equal(ExitCode.CheckFailed, commander.Code);
        Assert.Contains("platform engineer", commander.Error, StringComparison.Ordinal);
        Assert.Equal("revoked", (string?)(await CommandRun.OfAsync(["key", "revoke", id, .. by])).Json["state"]);
        await served.Host.Parts.RefreshKeysAsync(cancellation);
        using var ended = await served.Http.GetAsync(new Uri("v1/models", UriKind.Relative), cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, ended.StatusCode);
    }
}
