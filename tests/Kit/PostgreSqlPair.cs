using System.Globalization;
using Npgsql;

namespace Concordat.Tests.Kit;

/// <summary>A primary and a standby that every commit waits for; the primary can be killed and the standby take its place.</summary>
internal sealed class PostgreSqlPair : IAsyncDisposable
{
    private readonly PostgreSqlPrograms _programs;
    private readonly string _directory;
    private readonly HashSet<string> _running = new(StringComparer.Ordinal);

    private PostgreSqlPair(PostgreSqlPrograms programs, string directory) => (_programs, _directory) = (programs, directory);

    /// <summary>Names both servers and asks for the one that takes writes.</summary>
    public string ConnectionString =>
        $"Host={Socket("primary")},{Socket("standby")};Username=postgres;Database=postgres;Timeout=3;Target Session Attributes=primary;Host Recheck Seconds=0;Cancellation Timeout=-1";

    public static async Task<PostgreSqlPair> StartAsync(CancellationToken cancellation)
    {
        var programs = PostgreSqlPrograms.Find();
        var pair = new PostgreSqlPair(programs, await PostgreSqlPrograms.CreateDirectoryAsync(cancellation));
        try
        {
            await programs.InitAsync(pair.Data("primary"), cancellation);
            await pair.RunAsync("primary", "-c synchronous_standby_names=standby", cancellation);
            await programs.RunAsync(
                "pg_basebackup",
                ["-h", pair.Socket("primary"), "-U", "postgres", "-D", pair.Data("standby"), "-R", "-X", "stream", "-c", "fast",
                    "-d", "application_name=standby"],
                cancellation);
            await pair.StartStandbyAsync(cancellation);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>The socket's directory of <c>primary</c> or <c>standby</c>.</summary>
    public string Socket(string name)
    {
        var directory = Path.Combine(_directory, name[..1]);
        if (!Directory.Exists(directory) && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            File.SetUnixFileMode(directory, (UnixFileMode)0b111_111_111);
        }

        return directory;
    }

    public async Task StartStandbyAsync(CancellationToken cancellation)
    {
        await RunAsync("standby", "", cancellation);
        await using var source = NpgsqlDataSource.Create($"Host={Socket("primary")};Username=postgres;Database=postgres;Pooling=false");
        await using var command = source.CreateCommand("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'");
        while (await command.ExecuteScalarAsync(cancellation) is 0L)
        {
            await Task.Yield();
        }
    }

    /// <summary>Ends every process of the server at once, as when the machine loses power.</summary>
    public async Task KillAsync(string name, CancellationToken cancellation)
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync($"{Data(name)}/postmaster.pid", cancellation))[0], CultureInfo.InvariantCulture);
        using var kill = System.Diagnostics.Process.Start("kill", ["-KILL", "--", $"-{postmaster}"]);
        await kill.WaitForExitAsync(cancellation);
        Assert.Equal(0, kill.ExitCode);
        while (File.Exists($"/proc/{postmaster}/stat") && !(await File.ReadAllTextAsync($"/proc/{postmaster}/stat", cancellation)).Contains(") Z ", StringComparison.Ordinal))
        {
            await Task.Yield();
        }

        // What a machine that lost power clears when it starts; the process may still stand in the list, ended and unread.
        File.Delete($"{Data(name)}/postmaster.pid");
        foreach (var file in Directory.GetFiles(Socket(name), ".s.*"))
        {
            File.Delete(file);
        }

        _running.Remove(name);
    }

    public Task PromoteStandbyAsync(CancellationToken cancellation) =>
        _programs.RunAsync("pg_ctl", ["-D", Data("standby"), "-w", "promote"], cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _running)
        {
            await _programs.StopAsync(Data(name));
        }

        Directory.Delete(_directory, recursive: true);
    }

    private string Data(string name) => Path.Combine(_directory, name);

    private async Task RunAsync(string name, string settings, CancellationToken cancellation)
    {
        await _programs.StartAsync(Data(name), Socket(name), settings, cancellation);
        _running.Add(name);
    }
}
