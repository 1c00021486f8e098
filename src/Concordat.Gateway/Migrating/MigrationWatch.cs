using System.Text.Json;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Shadow;
using Concordat.Gateway.Watching;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Documents;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway.Migrating;

/// <summary>
/// Keeps the stages of migrations the same on all nodes, and takes the next step when all nodes together have seen enough: each writes what it has counted, and
/// any of them adds that up. Each step is a row that the store takes once; each node records it before it goes by it. A store that does not answer leaves everything
/// as it is.
/// </summary>
internal sealed partial class MigrationWatch(
    IDocumentStore store, INodeCounts counted, Recorder recorder, GatewayState state, OrderWatch orders, ShadowTally shadows, TimeProvider time, ILogger<MigrationWatch> logger)
    : DocumentWatch(time, Interval)
{
    /// <summary>Longest time from a step to its effect on every node.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (int Number, MigrationCounts Before, MigrationCounts? Written)> _began = new(StringComparer.Ordinal); // in a turn
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal); // steps that an order stops, each told once; in a turn
    private readonly string _node = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"); // of this process: what an earlier one counted stays
    private volatile MigrationBook _book = MigrationBook.Empty; // changed in a turn

    /// <summary>What requests that are routed now go by.</summary>
    public MigrationBook Book => _book;

    /// <summary>Reads what was started, and looks every second from now on.</summary>
    public ValueTask UseAsync(CancellationToken cancellation) => ChangeAsync(ReadAsync, cancellation);

    protected override async ValueTask LookAsync(CancellationToken cancellation)
    {
        await ReadAsync(cancellation).ConfigureAwait(false);
        await JudgeAsync(cancellation).ConfigureAwait(false);
    }

    protected override void Failed(Exception fault)
    {
        // Everything stays as it is until the next look.
        if (fault is not (OversightUnavailableException or LedgerUnavailableException))
        {
            LogUnreadable(fault.Message);
        }
    }

    private async ValueTask ReadAsync(CancellationToken cancellation)
    {
        var book = _book;
        if (await store.CountAsync(cancellation).ConfigureAwait(false) == book.Count)
        {
            return;
        }

        foreach (var document in await store.ListAsync(book.Count, cancellation).ConfigureAwait(false))
        {
            MigrationEvent? step = null;
            var next = book.With([document], read => step = read);
            if (step is not null && next.Find(step.Migration) is { } migration)
            {
                await recorder.RecordAsync(MigrationEntry.Write(step, migration.Plan, Time.GetUtcNow()), cancellation).ConfigureAwait(false);
                LogStep(step.Migration, step.Act, migration.Stage.Share, step.Why);
            }

            _book = book = next;
        }
    }

    private async ValueTask JudgeAsync(CancellationToken cancellation)
    {
        foreach (var migration in _book.Migrations)
        {
            if (!migration.IsRunning || !ReferenceEquals(_book.Of(migration.Plan.Model), migration))
            {
                continue;
            }

            var route = state.Current?.Routes.GetValueOrDefault(migration.Plan.Model);
            var counts = MigrationCounts.Read(migration.Plan, route, shadows);
            if (!_began.TryGetValue(migration.Plan.Id, out var began) || began.Number != migration.Last.Number)
            {
                _began[migration.Plan.Id] = (migration.Last.Number, counts, null);
                continue;
            }

            var now = Time.GetUtcNow();
            var seen = counts.Since(began.Before);
            if (seen != began.Written)
            {
                await counted.WriteAsync(migration.Plan.Id, began.Number, _node, JsonSerializer.SerializeToUtf8Bytes(seen, MigrationJson.Default.MigrationCounts), cancellation)
                    .ConfigureAwait(false);
                _began[migration.Plan.Id] = began with { Written = seen };
            }

            var all = await counted.ListAsync(migration.Plan.Id, began.Number, cancellation).ConfigureAwait(false);
            if (MigrationJudge.Judge(migration, MigrationCounts.Sum([.. all.Select(Counts)]), now - migration.Last.Time) is not { } judged)
            {
                continue;
            }

            // No step moves a use case onto what an order keeps it from beginning.
            if (judged.Act != "back" && IsExcluded(migration, now))
            {
                continue;
            }

            var stage = migration.Last.Stage + (judged.Act == "advance" ? 1 : 0);
            var step = new MigrationEvent(migration.Plan.Id, migration.Last.Number + 1, judged.Act, stage, judged.Why, now);

            // Where another node was first, its step counts.
            await store.AddAsync(step.Id, MigrationBook.Write(step), cancellation).ConfigureAwait(false);
            await ReadAsync(cancellation).ConfigureAwait(false);
        }
    }

    private bool IsExcluded(MigrationState migration, DateTimeOffset now)
    {
        if (orders.Book is not { } book || state.Current is not { } model || Exclusions.FaultOfMove(book, model.Config, migration.Plan.To, now) is not { } fault)
        {
            return false;
        }

        if (_stopped.Add($"{migration.Plan.Id} {migration.Last.Number}"))
        {
            LogStopped(migration.Plan.Id, fault);
        }

        return true;
    }

    private static MigrationCounts Counts(byte[] json) =>
        JsonSerializer.Deserialize(json, MigrationJson.Default.MigrationCounts) ?? throw new JsonException("a node has counted nothing that can be read");

    [LoggerMessage(LogLevel.Warning, "migration `{Migration}`: {Act}, {Share}: {Why}")]
    private partial void LogStep(string migration, string act, string share, string why);

    [LoggerMessage(LogLevel.Warning, "migration `{Migration}` goes no further: {Fault}")]
    private partial void LogStopped(string migration, string fault);

    [LoggerMessage(LogLevel.Error, "the migrations in the store cannot be read, and stay as they are: {Fault}")]
    private partial void LogUnreadable(string fault);
}
