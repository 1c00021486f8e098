using Concordat.Gateway.Certifying;
using Concordat.Hosting;
using Concordat.Oversight.Certificates;

namespace Concordat.Commands;

/// <summary>What taking or revoking a ruling does to certified suites: replayed before and after, noted for the ledger and the owners.</summary>
internal sealed record RulingReplay(SuiteDesk Desk, IReadOnlyList<SuiteFlip> Before) : IAsyncDisposable
{
    /// <returns>Null where no suite can be certified: no gateway has served here yet.</returns>
    public static async Task<RulingReplay?> BeginAsync(string configuration, CommandServices services, CancellationToken cancellationToken)
    {
        if (!File.Exists(DataFolder.SaltKey(Installation.Load(configuration, services).Config)))
        {
            return null;
        }

        var desk = await SuiteDesk.OpenAsync(configuration, services, cancellationToken);
        return new RulingReplay(desk, (await desk.ReplayAsync(desk.InForce(services), [], services, cancellationToken)).Flips);
    }

    /// <summary>Says on <paramref name="output"/> whose verdicts turn, and notes it; every serving gateway records it within a second.</summary>
    public async Task EndAsync(string ruling, TextWriter output, CommandServices services, CancellationToken cancellationToken)
    {
        var report = await Desk.ReplayAsync(Desk.InForce(services), [], services, cancellationToken);
        var turned = RuledFlips.Between(Before, report.Flips);
        if (turned.Count == 0)
        {
            return;
        }

        var now = services.Time.GetUtcNow();
        foreach (var flip in turned)
        {
            await output.WriteLineAsync("  certified " + FlipWords.Of(flip));
        }

        await Desk.NoteAsync(
            new SuiteChange(
                SuiteChange.DocumentFormat, $"ruled-{Guid.CreateVersion7(now):N}", SuiteChange.Ruled, report.Agreement, "", ruling, "",
                now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), report.Replayed, [], turned),
            cancellationToken);
    }

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
