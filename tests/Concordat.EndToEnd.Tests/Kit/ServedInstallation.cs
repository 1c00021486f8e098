using System.Text.RegularExpressions;

namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>An installation made by <c>init</c> and served by <c>serve</c>, with a key from <c>key create</c>: the way of an engineer.</summary>
internal sealed partial class ServedInstallation : IAsyncDisposable
{
    public const string FirstUseCase = "radar-maintenance";

    private readonly TemporaryFolder _folder = new();
    private ConcordatProcess? _process;

    private ServedInstallation()
    {
        Home = _folder.File("home");
        Configuration = Path.Combine(Home, "concordat.yaml");
    }

    public string Home { get; }

    public string Configuration { get; }

    public ConcordatProcess Process => _process ?? throw new InvalidOperationException("the installation is not served");

    public static async Task<ServedInstallation> StartAsync(CancellationToken cancellationToken)
    {
        var served = new ServedInstallation();
        try
        {
            var made = await CommandRun.ConcordatAsync(cancellationToken, "init", served.Home, "--department", "Dept", "--vendor", "Vend");
            Assert.True(made.Code == 0, made.ToString());
            served.Rewrite(await File.ReadAllTextAsync(served.Configuration, cancellationToken), "http://127.0.0.1:8787", "http://127.0.0.1:0");
            served._process = await ConcordatProcess.ServeAsync(served.Configuration, cancellationToken);
            return served;
        }
        catch
        {
            await served.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves the same installation once more, after its process was killed or ended.</summary>
    public async Task ServeAgainAsync(CancellationToken cancellationToken)
    {
        await Process.DisposeAsync();
        _process = await ConcordatProcess.ServeAsync(Configuration, cancellationToken);
    }

    /// <summary>Makes an API key through the command line, while the process serves.</summary>
    public async Task<string> NewKeyAsync(string useCase, CancellationToken cancellationToken)
    {
        var made = await CommandRun.ConcordatAsync(cancellationToken, "key", "create", useCase, "--config", Configuration);
        Assert.True(made.Code == 0, made.ToString());
        return PrintedKey().Match(made.Output).Groups["key"].Value;
    }

    /// <summary>Writes the configuration with one text in place of another, as an editor does: in place, not at once.</summary>
    /// <returns>What was written.</returns>
    public string Rewrite(string text, string before, string after)
    {
        Assert.Contains(before, text, StringComparison.Ordinal);
        var changed = text.Replace(before, after, StringComparison.Ordinal);
        File.WriteAllText(Configuration, changed);
        return changed;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    [GeneratedRegex(@"^key: (?<key>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PrintedKey();
}
