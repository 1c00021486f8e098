using System.ComponentModel;
using System.Diagnostics;

namespace Concordat.Ledger.Tests;

/// <summary>The checker of golang.org/x/mod, which nobody here wrote (eng/tlogfsck), built into a directory.</summary>
internal sealed class GoChecker
{
    private readonly string _program;

    private GoChecker(string program) => _program = program;

    /// <summary>Builds it; skips the test where Go is missing and this is not CI.</summary>
    public static async Task<GoChecker> BuildAsync(string directory)
    {
        var path = Path.Combine(directory, "gopath");
        var source = Directory.CreateDirectory(Path.Combine(path, "src", "tlogfsck")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "tlogfsck", "main.go"), Path.Combine(source, "main.go"));
        var checker = Path.Combine(directory, "tlogfsck");
        try
        {
            var (code, output) = await RunAsync(
                "go", ["build", "-o", checker, "tlogfsck"],
                [("GO111MODULE", "off"), ("GOPATH", path + ":/usr/share/gocode"), ("GOCACHE", Path.Combine(directory, "gocache")), ("GOFLAGS", "")]);
            Assert.True(code == 0, output);
        }
        catch (Win32Exception)
        {
            Assert.SkipWhen(
                Environment.GetEnvironmentVariable("CI") is not "true", "go is not installed (apt-get install golang-go golang-golang-x-mod-dev)");
            throw;
        }

        return new GoChecker(checker);
    }

    /// <summary>Checks a log directory with the log's verifier key and those of witnesses.</summary>
    public Task<(int Code, string Output)> RunAsync(string log, params string[] vkeys) => RunAsync(_program, [log, .. vkeys], []);

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
}
