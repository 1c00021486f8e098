using System.Text.Json;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Oversight;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Reports;

namespace Concordat.Gateway.Reports;

/// <summary>
/// Where verdicts are reported as false positives and where reviewers settle that. Both are in the ledger before they count, and change no
/// verdict: what follows from a report is a change of the agreement or of the safeguards, with its own signatures. Thread-safe.
/// </summary>
internal sealed class ReportDesk(OversightStores stores, Recorder recorder, TimeProvider time)
{
    private readonly IReportStore _reports = stores.Reports;

    /// <summary>Takes a report of the key whose request an entry records.</summary>
    /// <returns>The report and whether it is new; or why it is not taken.</returns>
    public async ValueTask<(DecisionReport? Report, bool IsNew, GatewayError? Error)> ReportAsync(
        GatewayModel model, ApiKeyRecord key, long index, byte[] entry, ReportReason reason, CancellationToken cancellation)
    {
        if (await _reports.FindAsync(model.Config.Ledger.Origin, index, cancellation).ConfigureAwait(false) is { } known)
        {
            return (known, false, null);
        }

        using var parsed = JsonDocument.Parse(entry);
        var root = parsed.RootElement;
        if (!root.TryGetProperty("verdict", out var verdict) || verdict.GetString() is not ("hold" or "refuse"))
        {
            return (null, false, GatewayErrors.NotReportable);
        }

        if (await _reports.CountOpenAsync(key.Id, cancellation).ConfigureAwait(false) >= IReportStore.MostOpen)
        {
            return (null, false, GatewayErrors.TooManyReports);
        }

        var report = new DecisionReport(
            model.Config.Ledger.Origin, index, key.UseCase, key.Id, verdict.GetString()!,
            [.. root.GetProperty("clauses").EnumerateArray().Select(clause => clause.GetString()!)], reason, time.GetUtcNow());
        await recorder.RecordAsync(EntryOf(model).Reported(report), CancellationToken.None).ConfigureAwait(false);
        var isNew = await _reports.AddAsync(report, cancellation).ConfigureAwait(false);
        return (report, isNew, null);
    }

    /// <summary>Settles an open report.</summary>
    /// <param name="reviewer">Who does: id, role and side.</param>
    /// <returns>Why not; null where it is done.</returns>
    public async ValueTask<string?> SettleAsync(
        GatewayModel model, string log, long entry, ReportState to, (string Id, string Role, string Party) reviewer, CancellationToken cancellation)
    {
        if (await _reports.FindAsync(log, entry, cancellation).ConfigureAwait(false) is not { State: ReportState.Open } report)
        {
            return "it does not wait any more: somebody else has settled it";
        }

        await recorder.RecordAsync(EntryOf(model).Settled(report, to, reviewer), CancellationToken.None).ConfigureAwait(false);
        return await _reports.ReviewAsync(log, entry, to, reviewer.Id, cancellation).ConfigureAwait(false) ? null : "somebody else has just settled it";
    }

    private ReportEntry EntryOf(GatewayModel model) => new(model.Agreement.Hash, recorder.Safeguards, time.GetUtcNow());
}
