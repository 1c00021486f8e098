namespace Concordat.Ledger.Tests;

/// <summary>Our log under the code of golang.org/x/mod, which nobody here wrote (eng/tlogfsck).</summary>
public sealed class GoOracleTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_independent_checker_accepts_our_log_and_refuses_it_with_one_byte_changed_anywhere()
    {
        var checker = await GoChecker.BuildAsync(_log.Directory);
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 1000);
            await writer.IntegrateAsync();
            File.Copy(_log.PathOf("checkpoint"), _log.PathOf("checkpoint.1000"));
            await TestLog.FillAsync(writer, 66_000);
        }

        var (code, output) = await checker.RunAsync(_log.LogDirectory, _log.VerifierKey);
        Assert.True(code == 0, output);
        Assert.Contains("size=67000", output, StringComparison.Ordinal);
        Assert.Contains("consistency OK with 1 older checkpoints", output, StringComparison.Ordinal);
        foreach (var (file, offset) in new[] { ("checkpoint", 24), ("tile/0/003", 40), ("tile/2/000.p/1", 9), ("tile/entries/010", 100), ("tile/entries/261.p/184", 4) })
        {
            Flip(file, offset);
            var (refused, why) = await checker.RunAsync(_log.LogDirectory, _log.VerifierKey);
            Assert.True(refused == 1 && why.Contains("FAIL", StringComparison.Ordinal), $"{file}: {why}");
            Flip(file, offset);
        }
    }

    private void Flip(string file, int offset)
    {
        var bytes = File.ReadAllBytes(_log.PathOf(file));
        bytes[offset] ^= 1;
        File.WriteAllBytes(_log.PathOf(file), bytes);
    }
}
