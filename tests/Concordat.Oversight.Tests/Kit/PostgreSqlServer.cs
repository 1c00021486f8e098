using System.Diagnostics;
using Concordat.Oversight.Tests.Kit;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Concordat.Oversight.Tests.Kit;

/// <summary>A real PostgreSQL server in a temporary directory, on a Unix socket only; started by the first test that needs it.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private string? _directory;
    private string _programs = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The connection string of the running server; skips the test where no server is installed.</summary>
    public async ValueTask<string> StartAsync(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            if (_directory is null)
            {
                _programs = FindPrograms();
                var directory = Directory.CreateTempSubdirectory("cpg-").FullName;
                if (Environment.IsPrivilegedProcess)
                {
                    await RunAsync("chown", ["postgres", directory], cancellation);
                }

                _directory = directory;
                await RunAsServerUserAsync("initdb", ["-D", $"{directory}/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"], cancellation);
                await RunAsServerUserAsync(
                    "pg_ctl",
                    ["-D", $"{directory}/data", "-w", "-l", $"{directory}/log", "-o", $"-c listen_addresses='' -k {directory}", "start"],
                    cancellation);
            }

            return $"Host={_directory};Username=postgres;Database=postgres;Timeout=30";
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_directory is not null)
        {
            await RunAsServerUserAsync("pg_ctl", ["-D", $"{_directory}/data", "-m", "immediate", "stop"], CancellationToken.None);
            Directory.Delete(_directory, recursive: true);
        }

        _starting.Dispose();
    }

    private static string FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        var programs = Directory.Exists(Root)
            ? Directory.GetDirectories(Root).Order(StringComparer.Ordinal).Select(version => $"{version}/bin").LastOrDefault(bin => File.Exists($"{bin}/initdb"))
            : null;
        if (programs is null)
        {
            const string Reason = "no PostgreSQL server under /usr/lib/postgresql; run eng/install-postgresql";
            Assert.SkipUnless(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal), Reason);
            Assert.Fail(Reason);
        }

        return programs;
    }

    // the server refuses to run as root
    private Task RunAsServerUserAsync(string program, string[] arguments, CancellationToken cancellation) =>
        Environment.IsPrivilegedProcess
            ? RunAsync(
                "setpriv",
                ["--reuid=postgres", "--regid=postgres", "--clear-groups", $"{_programs}/{program}", .. arguments],
                cancellation)
            : RunAsync($"{_programs}/{program}", arguments, cancellation);

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellation)
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
