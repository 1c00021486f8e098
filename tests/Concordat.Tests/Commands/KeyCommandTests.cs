using Concordat.Commands;
using Concordat.Tests.Configuration;

namespace Concordat.Tests.Commands;

public sealed class KeyCommandTests : IDisposable
{
    private readonly ConfigurationFolder _folder = new();

    [Fact]
    public async Task A_new_key_is_shown_once_and_listed_without_its_secret()
    {
        var created = await Run("key", "create", "radar-maintenance", "--label", "hangar 3");
        var listed = await Run("key", "list");

        Assert.Equal(ExitCode.Done, created.Code);
        var key = created.Output.Trim()["key: ".Length..];
        Assert.Contains("cannot be shown again", created.Error, StringComparison.Ordinal);
        Assert.Contains("radar-maintenance", listed.Output, StringComparison.Ordinal);
        Assert.Contains("hangar 3", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_JSON_reports_carry_what_a_script_needs()
    {
        var created = (await Run("key", "create", "radar-maintenance", "--days", "30", "--json")).Json;
        var listed = (await Run("key", "list", "--json")).Json;

        Assert.NotNull(created["key"]);
        Assert.Equal("valid", (string?)created["state"]);
        Assert.Equal((string?)created["id"], (string?)listed[0]!["id"]);
        Assert.Equal("radar-maintenance", (string?)listed[0]!["use_case"]);
        Assert.NotNull(listed[0]!["expires"]);
        Assert.Null(listed[0]!["key"]);
    }

    [Fact]
    public async Task A_revoked_key_stays_listed_as_revoked()
    {
        var id = (string)(await Run("key", "create", "radar-maintenance", "--json")).Json["id"]!;

        var revoked = await Run("key", "revoke", id);

        Assert.Equal($"revoked: {id}", revoked.Output.Trim());
        Assert.Equal("revoked", (string?)(await Run("key", "list", "--json")).Json[0]!["state"]);
    }

    [Fact]
    public async Task A_key_for_a_use_case_nobody_registered_is_refused()
    {
        var run = await Run("key", "create", "radar-maintenence");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("(did you mean `radar-maintenance`?)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_there_cannot_be_revoked()
    {
        var run = await Run("key", "revoke", "nosuchid");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal("concordat: there is no key `nosuchid`; `concordat key list` shows the ids", run.Error.Trim());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999")]
    public async Task An_expiry_without_sense_is_refused(string days)
    {
        Assert.Equal(ExitCode.BadInput, (await Run("key", "create", "radar-maintenance", "--days", days)).Code);
    }

    public void Dispose() => _folder.Dispose();

    private Task<CommandRun> Run(params string[] arguments) => CommandRun.OfAsync([.. arguments, "--config", _folder.ConfigurationPath]);
}
