using System.ComponentModel;
using System.Diagnostics;

namespace Concordat.Ledger.Tests;

/// <summary>Our log under the code of golang.org/x/mod, which nobody here wrote (eng/tlogfsck).</summary>
public sealed class GoOracleTests : IDisposable
{
    private readonly TestLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task The_independent_checker_accepts_our_log_and_refuses_it_with_one_byte_changed_anywhere()
    {
        var checker = await BuildAsync();
        await using (var writer = _log.Open())
        {
            await TestLog.FillAsync(writer, 1000);
            await writer.IntegrateAsync();
            File.Copy(_log.PathOf("checkpoint"), _log.PathOf("checkpoint.1000"));
            await TestLog.FillAsync(writer, 66_000);
        }

        var (code, output) = await RunAsync(checker, [_log.LogDirectory, _log.VerifierKey], []);
        Assert.True(code == 0, output);
        Assert.Contains("size=67000", output, StringComparison.Ordinal);
        Assert.Contains("consistency OK with 1 older checkpoints", output, StringComparison.Ordinal);
        foreach (var (file, offset) in new[] { ("checkpoint", 24), ("tile/0/003", 40), ("tile/2/000.p/1", 9), ("tile/entries/010", 100), ("tile/entries/261.p/184", 4) })
        {
            Flip(file, offset);
            var (refused, why) = await RunAsync(checker, [_log.LogDirectory, _log.VerifierKey], []);
            Assert.True(refused == 1 && why.Contains("FAIL", StringComparison.Ordinal), $"{file}: {why}");
            Flip(file, offset);
        }
    }

    private static async Task<(int Code, string Output)> RunAsync(string command, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestLog.Token);
        var output = await process.StandardOutput.ReadToEndAsync(TestLog.Token);
        await process.WaitForExitAsync(TestLog.Token);
        return (process.ExitCode, output + await error);
    }

    private async Task<string> BuildAsync()
    {
        var path = Path.Combine(_log.Directory, "gopath");
        var source = Directory.CreateDirectory(Path.Combine(path, "src", "tlogfsck")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "tlogfsck", "main.go"), Path.Combine(source, "main.go"));
        var checker = Path.Combine(_log.Directory, "tlogfsck");
        try
        {
            var (code, output) = await RunAsync(
                "go", ["build", "-o", checker, "tlogfsck"],
                [("GO111MODULE", "off"), ("GOPATH", path + ":/usr/share/gocode"), ("GOCACHE", Path.Combine(_log.Directory, "gocache")), ("GOFLAGS", "")]);
            Assert.True(code == 0, output);
        }
        catch (Win32Exception)
        {
            Assert.SkipWhen(
                Environment.GetEnvironmentVariable("CI") is not "true", "go is not installed (apt-get install golang-go golang-golang-x-mod-dev)");
            throw;
        }

        return checker;
    }

    private void Flip(string file, int offset)
    {
        var bytes = File.ReadAllBytes(_log.PathOf(file));
        bytes[offset] ^= 1;
        File.WriteAllBytes(_log.PathOf(file), bytes);
    }
}
