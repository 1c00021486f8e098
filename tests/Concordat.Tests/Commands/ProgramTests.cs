using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using Concordat.Commands;

namespace Concordat.Tests.Commands;

/// <summary>The program as a process: what the shell sees.</summary>
public sealed partial class ProgramTests : IDisposable
{
    private const int Terminate = 15;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExitCode.Done, "--version")]
    [InlineData(ExitCode.BadInput, "nonsense")]
    [InlineData(ExitCode.BadInput, "serve", "--config", "/nowhere/concordat.yaml")]
    public async Task The_exit_code_reaches_the_shell(int code, params string[] arguments)
    {
        using var process = Start([.. arguments]);
        await process.WaitForExitAsync(Stop).WaitAsync(Patience, TimeProvider.System, Stop);

        Assert.Equal(code, process.ExitCode);
    }

    [Fact]
    public async Task A_demo_prints_its_five_lines_answers_and_ends_in_order()
    {
        var data = _folder.File("demo");
        var first = await DemoAsync(data);
        var second = await DemoAsync(data);

        Assert.Equal(first["log-key"], second["log-key"]);
        Assert.NotEqual(first["key"], second["key"]);
        var verified = await CommandRun.OfAsync("ledger", "verify", second["ledger"], "--key", second["log-key"]);
        Assert.Equal(ExitCode.Done, verified.Code);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Dictionary<string, string>> DemoAsync(string data)
    {
        using var process = Start(["demo", "--port", "0", "--data", data]);
        try
        {
            var lines = new Dictionary<string, string>(StringComparer.Ordinal);
            while (lines.Count < 5 && await process.StandardOutput.ReadLineAsync(Stop).AsTask().WaitAsync(Patience, TimeProvider.System, Stop) is { } line)
            {
                var parts = line.Split(": ", 2);
                lines.Add(parts[0], parts[1]);
            }

            Assert.Equal(["url", "key", "console", "ledger", "log-key"], lines.Keys);
            using var http = new HttpClient();
            using var ready = await http.GetAsync(new Uri(lines["url"] + "/readyz"), Stop);
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            Assert.Equal(0, Kill(process.Id, Terminate));
            await process.WaitForExitAsync(Stop).WaitAsync(Patience, TimeProvider.System, Stop);
            Assert.Equal(ExitCode.Done, process.ExitCode);
            return lines;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Process Start(IEnumerable<string> arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
