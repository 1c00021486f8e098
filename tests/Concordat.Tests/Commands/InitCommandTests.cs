using Concordat.Commands;

namespace Concordat.Tests.Commands;

public sealed class InitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("new");

    [Fact]
    public async Task After_init_a_key_can_be_made_and_the_agreement_verifies()
    {
        var init = await CommandRun.OfAsync("init", Target, "--department", "Army Depot", "--vendor", "Model Works");
        var configuration = Path.Combine(Target, "concordat.yaml");
        var key = await CommandRun.OfAsync("key", "create", "radar-maintenance", "--config", configuration);
        var verified = await CommandRun.OfAsync("agreement", "verify", "--config", configuration);

        Assert.Equal(ExitCode.Done, init.Code);
        Assert.Contains("concordat serve --config", init.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, key.Code);
        Assert.Equal(ExitCode.Done, verified.Code);
        Assert.Contains("signed: department, Army Depot", verified.Output, StringComparison.Ordinal);
        Assert.Contains("signed: vendor, Model Works", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        await CommandRun.OfAsync("init", Target);
        var before = await File.ReadAllTextAsync(Path.Combine(Target, "keys", "ledger.key.pem"), TestContext.Current.CancellationToken);

        var again = await CommandRun.OfAsync("init", Target);

        Assert.Equal(ExitCode.BadInput, again.Code);
        Assert.Contains("nothing is overwritten", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(Target, "keys", "ledger.key.pem"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Same", "Same", "are two parties")]
    [InlineData("Line\nbreak", "Other", "on one line")]
    public async Task Names_that_make_no_sense_are_refused(string department, string vendor, string error)
    {
        var run = await CommandRun.OfAsync("init", Target, "--department", department, "--vendor", vendor);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Target));
    }

    public void Dispose() => _folder.Dispose();
}
