using System.Net.Http.Headers;
using System.Text;
using Concordat.Configuration;
using Concordat.Gateway.Configuration;
using Concordat.Hosting;
using Concordat.Setup;

namespace Concordat.Tests.Hosting;

/// <summary>A new installation, served on a free port, with a key to talk to it.</summary>
internal sealed class ServedInstallation : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ConcordatHost? _host;

    private ServedInstallation()
    {
        Home = _folder.File("home");
        ConfigurationPath = Path.Combine(Home, "concordat.yaml");
    }

    public string Home { get; }

    public string ConfigurationPath { get; }

    public ConcordatHost Host => _host!;

    public HttpClient Http { get; private set; } = new();

    public static async Task<ServedInstallation> StartAsync(CancellationToken cancellationToken)
    {
        var served = new ServedInstallation();
        InstallationWriter.Write(new InstallationPlan(served.Home, "Dept", "Vend") { IsDemo = true });
        served.Change("http://127.0.0.1:8787", "http://127.0.0.1:0");
        await served.RestartAsync(cancellationToken);
        return served;
    }

    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await StopAsync();
        var config = ConfigurationFile.Load(ConfigurationPath, _ => null).Config!;
        var key = await CreateKeyAsync(config, cancellationToken);
        var settings = new HostSettings(ConfigurationPath, config, path => ConfigurationFile.Load(path, _ => null));
        _host = await ConcordatHost.StartAsync(settings, TimeProvider.System, cancellationToken);
        Http.Dispose();
        Http = new HttpClient { BaseAddress = new Uri(_host.Url) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>A key that is made while nobody serves, and that the ledger does not tell of: what tests count is their own.</summary>
    private static async Task<string> CreateKeyAsync(ConcordatConfig config, CancellationToken cancellationToken)
    {
        await using var stores = await SharedDatabase.OpenStoresAsync(config, Environment.GetEnvironmentVariable, TimeProvider.System, cancellationToken);
        var key = await stores.Keys.CreateAsync(ConfigurationTemplate.UseCase, "test", expires: null, cancellationToken);
        await stores.Changes.RecordedAsync(await stores.Changes.ClaimAsync(cancellationToken), cancellationToken);
        return key.ShownOnce;
    }

    /// <summary>Stops serving, until <see cref="RestartAsync"/>.</summary>
    public Task DisposeHostAsync() => StopAsync();

    public void Change(string before, string after)
    {
        var text = File.ReadAllText(ConfigurationPath);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(ConfigurationPath, text.Replace(before, after, StringComparison.Ordinal));
    }

    public Task<HttpResponseMessage> AskAsync(string question, CancellationToken cancellationToken) => Http.PostAsync(
        new Uri("v1/chat/completions", UriKind.Relative),
        new StringContent($$"""{"model":"sandbox","messages":[{"role":"user","content":"{{question}}"}]}""", Encoding.UTF8, "application/json"),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        _folder.Dispose();
    }

    private async Task StopAsync()
    {
        if (_host is { } host)
        {
            _host = null; // a restart that fails leaves nothing to stop
            await host.DisposeAsync();
        }
    }
}
