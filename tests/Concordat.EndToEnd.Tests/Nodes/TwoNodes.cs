using Concordat.EndToEnd.Tests.Kit;
using Concordat.Signing;
using Concordat.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Nodes;

/// <summary>Two processes of the real program over one PostgreSQL, each with a log of its own, as docs/how-to/run-more-than-one-node.md sets them up.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<ConcordatProcess> _processes = [];
    private PostgreSqlPrograms? _programs;
    private string? _server;

    internal ConcordatProcess A => _processes[0];

    internal ConcordatProcess B => _processes[1];

    /// <summary>A key of the first use case.</summary>
    public string Key { get; private set; } = "";

    /// <summary>A key of the use case whose calls of force are held for people.</summary>
    public string RangeKey { get; private set; } = "";

    internal string Home(string node) => _folder.File(node);

    internal string Configuration(string node) => Path.Combine(Home(node), "concordat.yaml");

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        _programs = PostgreSqlPrograms.Find();
        _server = await PostgreSqlPrograms.CreateDirectoryAsync(stop);
        await _programs.InitAsync($"{_server}/data", stop);
        await StartDatabaseAsync(stop);

        // The first node is an installation with a `database`.
        await RunAsync(stop, "init", Home("a"), "--department", "Dept", "--vendor", "Vend");
        await File.WriteAllTextAsync(Path.Combine(Home("a"), "keys", "database"), Connection() + "\n", stop);
        Change("a", "http://127.0.0.1:8787", "http://127.0.0.1:0");
        Change("a", "limits:", "database:\n  connection: { file: keys/database }\n\norders:\n  issuers:\n    - { id: cio, name: CIO, key: keys/cio.pub.pem, acts: [remove, lift] }\n\nlimits:\n  readingTime: 1s");
        using (var key = SigningKey.Generate(SignatureAlgorithm.Ed25519))
        {
            key.Save(Path.Combine(Home("a"), "keys", "cio.key.pem"));
            await File.WriteAllTextAsync(Path.Combine(Home("a"), "keys", "cio.pub.pem"), key.PublicKey.ToPem(), stop);
        }

        // The second is a copy with a log of its own: another name, another key, and the same salt key.
        CopyFolder(Home("a"), Home("b"));
        Change("b", "origin: concordat.example/ledger", "origin: concordat.example/ledger-b");
        using (var key = SigningKey.Generate(SignatureAlgorithm.Ed25519))
        {
            var path = Path.Combine(Home("b"), "keys", "ledger.key.pem");
            File.Delete(path);
            key.Save(path);
        }

        Key = await NewKeyAsync("radar-maintenance", stop);
        RangeKey = await NewKeyAsync("range-safety", stop);
        _processes.Add(await ConcordatProcess.ServeAsync(Configuration("a"), stop));
        CopySaltKey("b");
        _processes.Add(await ConcordatProcess.ServeAsync(Configuration("b"), stop));
    }

    internal string Connection(string more = "") => $"Host={_server};Username=postgres;Database=postgres{more}";

    internal Task StartDatabaseAsync(CancellationToken stop) => _programs!.StartAsync($"{_server}/data", _server!, "", stop);

    internal Task StopDatabaseAsync() => _programs!.StopAsync($"{_server}/data");

    internal void Change(string node, string before, string after)
    {
        var text = File.ReadAllText(Configuration(node));
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(Configuration(node), text.Replace(before, after, StringComparison.Ordinal));
    }

    internal void CopySaltKey(string to)
    {
        Directory.CreateDirectory(Path.Combine(Home(to), "data"));
        File.Copy(Path.Combine(Home("a"), "data", "salt.key"), Path.Combine(Home(to), "data", "salt.key"));
    }

    /// <summary>Copies an installation without its data.</summary>
    internal static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.StartsWith(Path.Combine(from, "data"), StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        if (_server is not null)
        {
            await StopDatabaseAsync();
            Directory.Delete(_server, recursive: true);
        }

        _folder.Dispose();
    }

    private async Task<string> NewKeyAsync(string useCase, CancellationToken stop) =>
        (await RunAsync(stop, "key", "create", useCase, "--config", Configuration("a"))).Split('\n').Single(line => line.StartsWith("key: ", StringComparison.Ordinal))[5..].Trim();

    private static async Task<string> RunAsync(CancellationToken stop, params string[] arguments)
    {
        var result = await CommandRun.ConcordatAsync(stop, arguments);
        Assert.True(result.Code == 0, result.ToString());
        return result.Output;
    }
}
