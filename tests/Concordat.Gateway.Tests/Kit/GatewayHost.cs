using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Recording;
using Concordat.Ledger;
using Concordat.Ledger.Contents;
using Concordat.Oversight;
using Concordat.Oversight.Keys;
using Concordat.Signing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>A whole gateway on a free loopback port: real ledger, real SQLite, the signed base agreement.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _directory;
    private readonly SigningKey _logKey;
    private readonly KeyVerifier _keys;
    private readonly KeptContents? _contents;

    private GatewayHost(
        WebApplication app, string directory, SigningKey logKey, KeyVerifier keys, LedgerWriter ledger, OversightStores stores,
        ConcordatGateway gateway, string apiKey, KeptContents? contents)
    {
        _contents = contents;
        _app = app;
        _directory = directory;
        _logKey = logKey;
        _keys = keys;
        Ledger = ledger;
        Stores = stores;
        Gateway = gateway;
        ApiKey = apiKey;
        Url = app.Urls.First();
        Client = new HttpClient { BaseAddress = new Uri(Url) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
    }

    public string Url { get; }

    public string ApiKey { get; }

    public HttpClient Client { get; }

    public LedgerWriter Ledger { get; }

    public OversightStores Stores { get; }

    public ConcordatGateway Gateway { get; }

    /// <summary>Where everything of this host stands.</summary>
    public string Directory => _directory;

    public string LedgerDirectory => Path.Combine(_directory, "ledger");

    /// <summary>Where bodies and identities are kept; only where the host was started with <c>keeps</c>.</summary>
    public KeptContents Contents => _contents ?? throw new InvalidOperationException("this host keeps no contents");

    /// <param name="time">The gateway's clock; the stores and the ledger keep the real one.</param>
    /// <param name="agreement">The base agreement where none is given.</param>
    /// <param name="random">What routing draws from.</param>
    /// <param name="stores">What other nodes share; it is the host's from then on. Null for a store of its own.</param>
    /// <param name="serves">Whether the ledger is served as files.</param>
    /// <param name="keeps">Whether the contents of the use case <c>maintenance</c> are kept.</param>
    public static async Task<GatewayHost> StartAsync(
        Func<ConcordatConfig, ConcordatConfig>? configure = null, TimeProvider? time = null, Agreement? agreement = null, bool keeps = false,
        Random? random = null, OversightStores? stores = null, bool serves = false)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("concordat-gateway-").FullName;
        var logKey = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var ledger = LedgerWriter.Open(
            new LedgerOptions { Directory = Path.Combine(directory, "ledger"), Origin = "test.example/ledger", Key = logKey }, TimeProvider.System);
        stores ??= OversightStores.OpenSqlite(Path.Combine(directory, "oversight.db"), TimeProvider.System);
        var created = await stores.Keys.CreateAsync("maintenance", "test", expires: null, CancellationToken.None);
        await stores.Changes.RecordedAsync(await stores.Changes.ClaimAsync(CancellationToken.None), CancellationToken.None); // the test's own key is no event
        var keys = await KeyVerifier.StartAsync(stores.Keys, TimeProvider.System, CancellationToken.None);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.AddServerHeader = false);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var contents = keeps ? new KeptContents(Path.Combine(directory, "content")) : null;
        var gateway = new ConcordatGateway(
            ledger, stores, keys, Commitments.Open(Path.Combine(directory, "salt.key"), new SaltStore(Path.Combine(directory, "salts"))), time ?? TimeProvider.System,
            LoggerFactory.Create(_ => { }), published: serves ? new PublishedLog(Path.Combine(directory, "ledger"), isWitnessed: false) : null, contents: contents?.Keeper, random: random);
        var config = TestConfig.Default(directory);
        await gateway.ApplyAsync(configure?.Invoke(config) ?? config, agreement ?? SignedBaseAgreement.Agreement, new string('0', 64), CancellationToken.None);
        gateway.Map(app);
        await app.StartAsync();
        return new GatewayHost(app, directory, logKey, keys, ledger, stores, gateway, created.ShownOnce, contents);
    }

    /// <summary>Another key, known at once.</summary>
    public async Task<string> CreateKeyAsync(string label, string useCase = "maintenance")
    {
        var created = await Stores.Keys.CreateAsync(useCase, label, expires: null, TestContext.Current.CancellationToken);
        await _keys.RefreshAsync(TestContext.Current.CancellationToken);
        return created.ShownOnce;
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Every entry of the ledger, in order, as the files hold them.</summary>
    public async Task<List<JsonObject>> EntriesAsync() => [.. (await RawEntriesAsync()).Select(entry => JsonNode.Parse(entry)!.AsObject())];

    public async Task<List<byte[]>> RawEntriesAsync()
    {
        await Ledger.IntegrateAsync();
        var entries = new List<byte[]>();
        foreach (var file in System.IO.Directory.EnumerateFiles(Path.Combine(LedgerDirectory, "tile", "entries"), "*", SearchOption.AllDirectories)
            .OrderByDescending(file => new FileInfo(file).Length).Take(1))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            for (var at = 0; at < bytes.Length;)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
                entries.Add(bytes[(at + 2)..(at + 2 + length)]);
                at += 2 + length;
            }
        }

        return entries;
    }

    /// <summary>Makes keys that were just created valid at once.</summary>
    public ValueTask RefreshKeysAsync() => _keys.RefreshAsync(TestContext.Current.CancellationToken);

    /// <summary>Runs SQL behind the gateway's back.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "oversight.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Counts behind the gateway's back.</summary>
    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_directory, "oversight.db")};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own text
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    /// <summary>All that the database has on disk, its write-ahead log included.</summary>
    public async Task<byte[]> DatabaseBytesAsync()
    {
        var bytes = new MemoryStream();
        foreach (var path in System.IO.Directory.GetFiles(_directory, "oversight.db*"))
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await file.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        }

        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        await Gateway.Notices.DisposeAsync();
        await Gateway.Budgets.DisposeAsync();
        Gateway.Dispose();
        if (_contents is not null)
        {
            await _contents.DisposeAsync();
        }

        await _keys.DisposeAsync();
        await Stores.DisposeAsync();
        await Ledger.DisposeAsync();
        _logKey.Dispose();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}
