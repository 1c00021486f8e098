using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Notices;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>Stores with one open case, to be told of.</summary>
internal sealed class NoticeCase : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-notices-");

    public NoticeCase() => Stores = OversightStores.OpenSqlite(Path.Combine(_directory.FullName, "oversight.db"), TimeProvider.System);

    public OversightStores Stores { get; }

    /// <summary>Lets a channel begin now.</summary>
    public async Task BeginAsync(string channel) =>
        await Stores.Notices.TakeAsync(new NoticeClaim(channel, "test", TimeSpan.Zero), 1, TestContext.Current.CancellationToken);

    public async Task<Case> OpenAsync(char action = '1', CaseType type = CaseType.Ruling) => (await Stores.Cases.OpenAsync(
        new CaseOpening(
            type, new HeldAction("radar", new string('a', 64), new string(action, 64)), ["3.2"], "launch_drone_strike", "force",
            TimeProvider.System.GetUtcNow().AddHours(1), new string('d', 64), [1]),
        TestContext.Current.CancellationToken)).Case!;

    /// <summary>A case, and the event that it was opened.</summary>
    public async Task<CaseEvent> OpenedAsync(CaseType type = CaseType.Ruling)
    {
        await BeginAsync("sample");
        await OpenAsync(type: type);
        return Assert.Single(await Stores.Notices.TakeAsync(new NoticeClaim("sample", "test", TimeSpan.Zero), 1, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
