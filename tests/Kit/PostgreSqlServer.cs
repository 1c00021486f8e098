using Concordat.Tests.Kit;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]

namespace Concordat.Tests.Kit;

/// <summary>A real PostgreSQL server in a temporary directory, on a Unix socket only; started by the first test that needs it.</summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1);
    private PostgreSqlPrograms? _programs;
    private string? _directory;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The connection string of the running server; skips the test where no server is installed.</summary>
    public async ValueTask<string> StartAsync(CancellationToken cancellation)
    {
        await _starting.WaitAsync(cancellation);
        try
        {
            if (_directory is null)
            {
                _programs = PostgreSqlPrograms.Find();
                var directory = await PostgreSqlPrograms.CreateDirectoryAsync(cancellation);
                _directory = directory;
                await _programs.InitAsync($"{directory}/data", cancellation);
                await _programs.StartAsync($"{directory}/data", directory, "-c max_connections=200", cancellation);
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
            await _programs!.StopAsync($"{_directory}/data");
            Directory.Delete(_directory, recursive: true);
        }

        _starting.Dispose();
    }
}
