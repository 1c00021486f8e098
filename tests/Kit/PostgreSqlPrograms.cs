using System.Diagnostics;

namespace Concordat.Tests.Kit;

/// <summary>The programs of an installed PostgreSQL server, run as a user that the server accepts.</summary>
internal sealed class PostgreSqlPrograms
{
    private const string Root = "/usr/lib/postgresql";

    private readonly string _bin;

    private PostgreSqlPrograms(string bin) => _bin = bin;

    /// <summary>Finds them; skips the test where none are installed, but on the build machine, where it fails.</summary>
    public static PostgreSqlPrograms Find()
    {
        var bin = Directory.Exists(Root)
            ? Directory.GetDirectories(Root).Order(StringComparer.Ordinal).Select(version => $"{version}/bin").LastOrDefault(bin => File.Exists($"{bin}/initdb"))
            : null;
        if (bin is null)
        {
            const string Reason = "no PostgreSQL server under /usr/lib/postgresql; run eng/install-postgresql";
            Assert.SkipUnless(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal), Reason);
            Assert.Fail(Reason);
        }

        return new PostgreSqlPrograms(bin);
    }

    /// <summary>A directory that the server's user may write.</summary>
    public static async Task<string> CreateDirectoryAsync(CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("cpg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAnyAsync("chown", ["postgres", directory], cancellation);
        }

        return directory;
    }

    /// <summary>Makes a cluster that trusts local connections and is slow to lose nothing.</summary>
    public Task InitAsync(string data, CancellationToken cancellation) =>
        RunAsync("initdb", ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"], cancellation);

    /// <summary>Starts a server that listens on a socket in the directory, and nowhere else.</summary>
    public Task StartAsync(string data, string socket, string settings, CancellationToken cancellation) =>
        RunAsync("pg_ctl", ["-D", data, "-w", "-l", $"{data}.log", "-o", $"-c listen_addresses='' -k {socket} {settings}", "start"], cancellation);

    public Task StopAsync(string data) => RunAsync("pg_ctl", ["-D", data, "-m", "immediate", "stop"], CancellationToken.None);

    // the server refuses to run as root
    public Task RunAsync(string program, string[] arguments, CancellationToken cancellation) =>
        Environment.IsPrivilegedProcess
            ? RunAnyAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", $"{_bin}/{program}", .. arguments], cancellation)
            : RunAnyAsync($"{_bin}/{program}", arguments, cancellation);

    private static async Task RunAnyAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;

        // not to the end of the stream: the server that pg_ctl starts would hold it open
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            Assert.Fail($"{program} {string.Join(' ', arguments)}: {await process.StandardError.ReadToEndAsync(cancellation)}");
        }
    }
}
