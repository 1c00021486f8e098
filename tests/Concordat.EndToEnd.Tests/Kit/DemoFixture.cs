namespace Concordat.EndToEnd.Tests.Kit;

/// <summary>One running demo for the tests of a class.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private ConcordatProcess? _process;

    internal string Data => _folder.File("demo");

    internal ConcordatProcess Process => _process ?? throw new InvalidOperationException("the demo has not started");

    public async ValueTask InitializeAsync() => _process = await ConcordatProcess.DemoAsync(Data, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }
}
