using System.ComponentModel;
using Concordat.EndToEnd.Tests.Kit;

namespace Concordat.EndToEnd.Tests.Ledger;

/// <summary>A checker of logs in another language over another library (eng/tlogfsck), built once.</summary>
public sealed class IndependentChecker : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private CommandResult? _build;

    public async ValueTask InitializeAsync()
    {
        var path = _folder.File("gopath");
        var source = Directory.CreateDirectory(Path.Combine(path, "src", "tlogfsck")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "tlogfsck", "main.go"), Path.Combine(source, "main.go"));
        try
        {
            _build = await CommandRun.OfAsync(
                "go", ["build", "-o", Program, "tlogfsck"], TestContext.Current.CancellationToken,
                ("GO111MODULE", "off"), ("GOPATH", path + ":/usr/share/gocode"), ("GOCACHE", _folder.File("gocache")), ("GOFLAGS", ""));
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("CI") is not "true")
        {
            _build = null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task<CommandResult> CheckAsync(string ledger, string logKey, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(_build is null, "go is not installed (apt-get install golang-go golang-golang-x-mod-dev)");
        Assert.True(_build!.Code == 0, _build.ToString());
        return CommandRun.OfAsync(Program, [ledger, logKey], cancellationToken);
    }

    private string Program => _folder.File("tlogfsck");
}
