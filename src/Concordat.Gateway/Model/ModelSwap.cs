using Concordat.Gateway.Budgets;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Changes;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Watching;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Orders;
using System.Collections.Frozen;

namespace Concordat.Gateway.Model;

/// <summary>
/// Reads what goes with a model, records it, and puts all of it in force at one moment. Where anything fails, what was in force stays, whole. One call at a time.
/// </summary>
internal sealed class ModelSwap(
    GatewayState state, RulingWatch rulings, CertificateWatch certificates, ReadinessWatch readiness, OrderWatch orders, MigrationWatch migrations,
    ChangeWatch changes, BudgetBook budgets, AttestationWatch attestations, Recorder recorder, TimeProvider time)
{
    /// <param name="book">The orders as read under the model's terms.</param>
    /// <param name="change">What is noted of certified suites when the model takes effect; null for nothing.</param>
    /// <param name="evidence">What its deployments must show.</param>
    /// <param name="configurationHash">SHA-256 of the configuration file, lower hex.</param>
    public async ValueTask RunAsync(
        GatewayModel model, OrderBook book, SuiteChange? change, FrozenDictionary<string, EvidenceState> evidence, string configurationHash, CancellationToken cancellation)
    {
        // 1. Read and prove. The orders come last: while their change is prepared no date of theirs passes, and a store may hang.
        var isStart = state.Current is null;
        using var ruled = await rulings.PrepareAsync(model, isStart, cancellation).ConfigureAwait(false);
        using var ready = await readiness.PrepareAsync(model, cancellation).ConfigureAwait(false);
        if (change is not null)
        {
            await certificates.NoteAsync(change, cancellation).ConfigureAwait(false);
        }

        using var certified = await certificates.PrepareAsync(model, cancellation).ConfigureAwait(false);
        using var ordered = await orders.PrepareAsync(book, model.Config, isStart, cancellation).ConfigureAwait(false);

        // 2. Record: all of it, or nothing.
        PreparedChange[] all = [ruled, certified, ready, ordered];
        var entry = ConfigurationEntry.Write(model.Agreement, configurationHash, recorder.Safeguards, isStart, time.GetUtcNow(), model.Config.Tools);
        await recorder.RecordAllAsync([entry, .. all.SelectMany(static each => each.Entries)], cancellation).ConfigureAwait(false);
        if (isStart)
        {
            await migrations.UseAsync(cancellation).ConfigureAwait(false);
            await changes.UseAsync(cancellation).ConfigureAwait(false);
        }

        // 3. In force, all at once.
        state.Swap(model, () =>
        {
            budgets.Use(model.Budgets);
            attestations.Use(evidence);
            foreach (var each in all)
            {
                each.Commit();
            }
        });
        foreach (var each in all)
        {
            each.Tell();
        }
    }
}
