using System.Text.Json;
using Concordat.Gateway.Desk;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Oversight;
using Concordat.Oversight.Grants;
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
    private readonly StatementCheck _check = new(stores, time);

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

    /// <summary>Settles an open report for a reviewer whom the console has signed in.</summary>
    /// <returns>Why not; null where it is done.</returns>
    public async ValueTask<GatewayError?> SettleAsync(GatewayModel model, string log, long entry, ReportState to, Approver reviewer, CancellationToken cancellation)
    {
        var (open, error) = await OpenAsync(log, entry, reviewer, cancellation).ConfigureAwait(false);
        return open is null ? error : (await SettleAsync(model, open, to, reviewer, signed: null, cancellation).ConfigureAwait(false)).Error;
    }

    /// <summary>Settles an open report by a reviewer's signed statement; the signature alone says who speaks.</summary>
    /// <param name="entry">Index of the reported verdict, which the statement must name too.</param>
    /// <returns>The report after it and the entry that records it; or why it is not taken.</returns>
    public async ValueTask<(DecisionReport? Report, long Entry, GatewayError? Error)> SettleAsync(
        GatewayModel model, long entry, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var (signed, error) = await ReadAsync(model, entry, body, cancellation).ConfigureAwait(false);
        if (signed is null)
        {
            return (null, 0, error);
        }

        var (said, reviewer) = (signed.Statement, signed.Signer.Approver);
        (var open, error) = await OpenAsync(said.Log, entry, reviewer, cancellation).ConfigureAwait(false);
        error ??= await _check.TakeCounterAsync(signed.Signer, cancellation).ConfigureAwait(false);
        if (open is null || error is not null)
        {
            return (null, 0, error);
        }

        var (recorded, lost) = await SettleAsync(model, open, said.Outcome, reviewer, signed, cancellation).ConfigureAwait(false);
        return lost is null ? (await _reports.FindAsync(said.Log, entry, cancellation).ConfigureAwait(false), recorded, null) : (null, 0, lost);
    }

    /// <summary>The open report that this person settles, or why they cannot; the one rule, wherever they ask.</summary>
    private async ValueTask<(DecisionReport? Report, GatewayError? Error)> OpenAsync(string log, long entry, Approver reviewer, CancellationToken cancellation) =>
        reviewer.Role is not "reviewer" ? (null, DeskErrors.NotAReviewer(reviewer))
        : await _reports.FindAsync(log, entry, cancellation).ConfigureAwait(false) switch
        {
            null => (null, GatewayErrors.ReportNotFound),
            { State: ReportState.Open } report => (report, null),
            _ => (null, GatewayErrors.ReportSettled),
        };

    private async ValueTask<(long Recorded, GatewayError? Error)> SettleAsync(
        GatewayModel model, DecisionReport open, ReportState to, Approver reviewer, SignedSettlement? signed, CancellationToken cancellation)
    {
        var recorded = await recorder.RecordAsync(EntryOf(model).Settled(open, to, reviewer, signed), CancellationToken.None).ConfigureAwait(false);
        return (recorded, await _reports.ReviewAsync(open.Log, open.Entry, to, reviewer.Id, cancellation).ConfigureAwait(false) ? null : GatewayErrors.ReportSettled);
    }

    private ValueTask<(SignedSettlement? Signed, GatewayError? Error)> ReadAsync(GatewayModel model, long entry, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        _check.ReadAsync(
            model,
            body,
            SettlementStatement.PayloadType,
            static (signer, proof) => new SignedSettlement(signer, SettlementStatement.Read(proof.Payload), proof),
            signed => _check.FaultOf(signed.Signer, signed.Statement.Approver, signed.Statement.Time) ?? (signed.Statement.Decision != entry ? DeskErrors.Malformed("it is about another verdict") : null),
            cancellation);

    private ReportEntry EntryOf(GatewayModel model) => new(model.Agreement.Hash, recorder.Safeguards, time.GetUtcNow());
}
