using System.Text;
using Concordat.Agreements;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Shadow;
using Concordat.Gateway.Telemetry;
using Concordat.Ledger;
using Concordat.Oversight.Cases;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Recording;

/// <summary>
/// Writes what was decided and what came of it into the ledger; a task it returns ends only when the entry is durable. Thread-safe.
/// </summary>
internal sealed class Recorder(
    LedgerWriter ledger, DecisionRing ring, GatewayMetrics metrics, string safeguards, TimeProvider time, ContentKeeper? contents = null, GrantUses? uses = null)
{
    [ThreadStatic]
    private static CanonicalWriter? _writer;

    private readonly OwedEntries _owed = new();

    /// <summary>Hash of the safeguard pack, which every entry names.</summary>
    public string Safeguards { get; } = safeguards;

    /// <summary>Records the verdict on a request, before the model sees it.</summary>
    public ValueTask RecordDecisionAsync(Exchange exchange, Facts facts, SettledVerdict settled, CancellationToken cancellationToken)
    {
        exchange.DecidedFacts = facts;
        if (settled.Verdict.Kind == VerdictKind.Permit)
        {
            exchange.Watch?.Uses.Add(exchange.Registered, exchange.Deployment);
        }

        var now = time.GetUtcNow();
        var recorded = RecordVerdictAsync(exchange, facts, settled, now, "decision"u8, "request", cancellationToken);
        return Keeps(exchange) ? KeepRequestAsync(recorded, exchange, now) : recorded;
    }

    /// <summary>Whether the bodies of an exchange are kept.</summary>
    public bool Keeps(Exchange exchange) => contents?.Keeps(exchange) == true;

    /// <summary>Records the verdict on a request that is not sent.</summary>
    public ValueTask RecordPreflightAsync(Exchange exchange, Facts facts, Verdict verdict, CancellationToken cancellationToken) =>
        RecordVerdictAsync(exchange, facts, new SettledVerdict(verdict, null), time.GetUtcNow(), "preflight"u8, "preflight", cancellationToken);

    /// <summary>Records the verdict on a copy of a request, before a candidate sees it.</summary>
    public ValueTask RecordShadowAsync(Exchange exchange, Facts facts, Verdict verdict, CancellationToken cancellationToken) =>
        RecordVerdictAsync(exchange, facts, new SettledVerdict(verdict, null), time.GetUtcNow(), "shadow"u8, "shadow", cancellationToken);

    /// <summary>Records how a candidate's answer compares with the one that the client got.</summary>
    public ValueTask RecordComparisonAsync(
        Exchange exchange, ShadowCopy copy, ShadowComparison comparison, string? error, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var json = Writer();
        json.BeginObject();
        json.Member("agreement"u8, exchange.Model.Agreement.Hash);
        json.Member("decision"u8, exchange.DecisionEntry);
        json.Member("deployment"u8, exchange.Deployment.Facts.Name);
        Optional(json, "error"u8, error);
        json.Name("facts"u8);
        ShadowEntry.Write(json, copy, comparison);
        Head(json, exchange);
        Tail(json, exchange, now, "comparison"u8, verdict: null);
        return AppendAsync(exchange, json, now, "shadow", verdict: null, caseId: null, cancellationToken);
    }

    /// <summary>Records what came back and what was released of it, before its last byte leaves.</summary>
    public ValueTask RecordOutcomeAsync(Exchange exchange, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.Verdict.Kind != VerdictKind.Permit)
        {
            exchange.Deployment.Health.Refuse();
        }

        if (exchange.Answer is { } summary)
        {
            (summary.Verdict, summary.IsWhole) = (outcome.Verdict.Kind, outcome.Error is null && outcome.Status is not (< 200 or >= 300 and not 403));
        }

        var now = time.GetUtcNow();
        var json = Writer();
        json.BeginObject();
        json.Name("agreement"u8);
        json.String(exchange.Model.Agreement.Hash);
        json.Name("answer"u8);
        json.Hex(outcome.Answer);
        CallsWriter.Write(json, outcome);
        Optional(json, "case"u8, outcome.Case);
        Clauses(json, outcome.Mask?.Verdict ?? outcome.Verdict);
        if (outcome.Mask is { } masked)
        {
            json.Name("count"u8);
            json.Long(masked.Persons.Length);
        }

        json.Name("decision"u8);
        json.Long(exchange.DecisionEntry);
        json.Member("deployment"u8, exchange.Deployment.Facts.Name);
        Optional(json, "error"u8, outcome.Error);
        json.Name("facts"u8);
        FactsWriter.Write(json, outcome.Facts, exchange.UseCase.Json, exchange.Deployment.Json, exchange.DecidedFacts, UsageNote.Of(exchange), exchange.AnswerJudgement);
        Head(json, exchange);
        Optional(json, "release"u8, outcome.Release);
        Optional(json, "remedy"u8, outcome.Mask is null ? RemedyOf(outcome.Verdict) : RemedyNames.Of(Remedy.Mask));
        Rulings(json, outcome.Verdict);
        Tail(json, exchange, now, "outcome"u8, VerdictName(outcome.Verdict.Kind), outcome.Status);
        exchange.HasOutcome = true;
        var recorded = AppendAsync(exchange, json, now, "answer", outcome.Verdict, outcome.Case, cancellationToken);
        return Keeps(exchange) ? KeepAnswerAsync(recorded, exchange, outcome, now) : recorded;
    }

    /// <summary>Records a request of a valid key that came to no verdict: malformed, too large, for an unknown model, or failed on its way.</summary>
    public ValueTask RecordRejectionAsync(Exchange exchange, string error, int status, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var recorded = AppendAsync(exchange, Rejection(exchange, now, error, status), now, "rejection", verdict: null, caseId: null, cancellationToken);
        return exchange.DecisionEntry < 0 && Keeps(exchange) ? KeepRequestAsync(recorded, exchange, now) : recorded;
    }

    /// <summary>Notes that a decision which is recorded, or may be, ended because the ledger failed: that is recorded once it takes entries again.</summary>
    /// <returns>Whether it will be.</returns>
    public bool Owe(Exchange exchange, LedgerUnavailableException fault, string error, int status) =>
        (exchange.DecisionEntry < 0 && !fault.MayBeRecorded) || _owed.Add(Rejection(exchange, time.GetUtcNow(), error, status).Written.ToArray());

    /// <summary>Records a ready canonical entry that is about no exchange, such as a change of configuration.</summary>
    public async ValueTask<long> RecordAsync(ReadOnlyMemory<byte> entry, CancellationToken cancellationToken) =>
        (await ledger.AppendAsync(entry, cancellationToken).ConfigureAwait(false)).Value;

    /// <summary>Records what belongs together: all of it, or nothing.</summary>
    public async ValueTask RecordAllAsync(IReadOnlyList<ReadOnlyMemory<byte>> entries, CancellationToken cancellationToken)
    {
        if (entries.Count > 0)
        {
            await ledger.AppendAllAsync(entries, cancellationToken).ConfigureAwait(false);
        }
    }

    public static string VerdictName(VerdictKind kind) => kind switch
    {
        VerdictKind.Permit => "permit",
        VerdictKind.Hold => "hold",
        _ => "refuse",
    };

    private async ValueTask KeepRequestAsync(ValueTask recorded, Exchange exchange, DateTimeOffset now)
    {
        await recorded.ConfigureAwait(false);
        var commitment = new byte[Commitments.Size];
        Commitments.Commit(exchange.Salt, CommitmentKind.Request, exchange.Body.Span, commitment);
        await contents!.KeepAsync(exchange, CommitmentKind.Request, now, commitment, exchange.Body).ConfigureAwait(false);
    }

    private async ValueTask KeepAnswerAsync(ValueTask recorded, Exchange exchange, Outcome outcome, DateTimeOffset now)
    {
        await recorded.ConfigureAwait(false);
        if (outcome.IsContentLost)
        {
            await contents!.LostAsync(exchange).ConfigureAwait(false);
        }
        else
        {
            await contents!.KeepAsync(exchange, CommitmentKind.Answer, now, outcome.Answer, outcome.Content).ConfigureAwait(false);
        }

        if (outcome.Mask is { } mask)
        {
            await contents!.KeepAsync(exchange, CommitmentKind.Identities, now, outcome.Answer, MaskedIdentities.Write(mask.Persons)).ConfigureAwait(false);
        }
    }

    private ValueTask RecordVerdictAsync(
        Exchange exchange, Facts facts, SettledVerdict settled, DateTimeOffset now, ReadOnlySpan<byte> type, string phase, CancellationToken cancellationToken)
    {
        var (verdict, caseId, release) = settled;
        var json = Writer();
        json.BeginObject();
        json.Name("agreement"u8);
        json.String(exchange.Model.Agreement.Hash);
        Optional(json, "case"u8, caseId);
        Clauses(json, verdict);
        json.Member("deployment"u8, facts.Deployment.Name);
        json.Name("facts"u8);
        FactsWriter.Write(json, facts, exchange.UseCase.Json, exchange.Deployment.Json, judgement: exchange.Judgement, provenance: exchange.Provenance);
        Head(json, exchange);
        Optional(json, "release"u8, release);
        Optional(json, "remedy"u8, RemedyOf(verdict));
        Commit(json, "request"u8, exchange, CommitmentKind.Request, exchange.Body.Span);
        Rulings(json, verdict);
        Tail(json, exchange, now, type, VerdictName(verdict.Kind), status: null, exchange.Certificate);
        return AppendAsync(exchange, json, now, phase, verdict, caseId, cancellationToken);
    }

    private CanonicalWriter Rejection(Exchange exchange, DateTimeOffset now, string error, int status)
    {
        var json = Writer();
        json.BeginObject();
        json.Name("agreement"u8);
        json.String(exchange.Model.Agreement.Hash);
        var use = exchange.Uses.Find(static use => !use.IsRecorded); // a grant that no decision tells of
        Optional(json, "case"u8, use?.Id.Value);
        if (exchange.DecisionEntry >= 0)
        {
            json.Name("decision"u8);
            json.Long(exchange.DecisionEntry);
            json.Name("deployment"u8);
            json.String(exchange.Deployment.Facts.Name);
        }

        json.Member("error"u8, error);
        Head(json, exchange);
        Optional(json, "release"u8, use is null ? null : CaseNames.Of(ConsumeOutcome.Consumed));
        Commit(json, "request"u8, exchange, CommitmentKind.Request, exchange.Body.Span);
        Optional(json, "rule"u8, exchange.RefusedBy);
        Tail(json, exchange, now, "rejection"u8, verdict: null, status);
        return json;
    }

    private static CanonicalWriter Writer()
    {
        var writer = _writer ??= new CanonicalWriter();
        writer.Clear();
        return writer;
    }

    private static void Head(CanonicalWriter json, Exchange exchange)
    {
        Span<byte> id = stackalloc byte[32];
        exchange.Id.TryFormat(id, out _, "N");
        json.Name("id"u8);
        json.Ascii(id);
        json.Name("key"u8);
        json.String(exchange.Key.Id);
        if (exchange.Request.HasModel)
        {
            json.Name("model"u8);
            json.String(exchange.Request.Model);
        }
    }

    private void Tail(CanonicalWriter json, Exchange exchange, DateTimeOffset now, ReadOnlySpan<byte> type, string? verdict, int? status = null, string? certificate = null)
    {
        json.Name("safeguards"u8);
        json.String(Safeguards);
        if (status is { } code)
        {
            json.Name("status"u8);
            json.Long(code);
        }

        if (certificate is not null)
        {
            json.Name("suites"u8);
            json.BeginObject();
            json.Name("cited"u8);
            json.String(certificate);
            json.EndObject();
        }

        json.Name("time"u8);
        json.Time(now);
        json.Name("type"u8);
        json.Ascii(type);
        json.Name("use_case"u8);
        json.String(exchange.Key.UseCase);
        json.Name("v"u8);
        json.Long(1);
        Optional(json, "verdict"u8, verdict);
        json.EndObject();
    }

    /// <summary>The rulings that let pass what clauses would have held.</summary>
    private static void Rulings(CanonicalWriter json, Verdict verdict)
    {
        if (verdict.Rulings.IsEmpty)
        {
            return;
        }

        json.Name("rulings"u8);
        json.BeginObject();
        json.Name("cited"u8);
        json.BeginArray();
        foreach (var id in verdict.Rulings)
        {
            json.String(id);
        }

        json.EndArray();
        json.EndObject();
    }

    private static void Clauses(CanonicalWriter json, Verdict verdict)
    {
        json.Name("clauses"u8);
        ClauseIds(json, verdict);
    }

    internal static void ClauseIds(CanonicalWriter json, Verdict verdict)
    {
        json.BeginArray();
        foreach (var clause in verdict.Clauses)
        {
            json.String(clause.Clause.Id.ToString());
        }

        json.EndArray();
    }

    private static string? RemedyOf(Verdict verdict) => verdict.Remedy switch
    {
        null => null,
        { } remedy => remedy.ToString().ToLowerInvariant(),
    };

    internal static void Optional(CanonicalWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.Name(name);
            json.String(value);
        }
    }

    private static void Commit(CanonicalWriter json, ReadOnlySpan<byte> name, Exchange exchange, CommitmentKind kind, ReadOnlySpan<byte> content)
    {
        Span<byte> commitment = stackalloc byte[Commitments.Size];
        Commitments.Commit(exchange.Salt, kind, content, commitment);
        json.Name(name);
        json.Hex(commitment);
    }

    /// <summary>Appends an entry; one with a verdict is counted and shown.</summary>
    private async ValueTask AppendAsync(
        Exchange exchange, CanonicalWriter json, DateTimeOffset now, string phase, Verdict? verdict, string? caseId, CancellationToken cancellationToken)
    {
        // Of the grants that were used, those that this entry names: any other is still to be told.
        var told = exchange.Uses.Count == 0 ? exchange.Uses : Named(exchange, json);

        // The ledger copies the bytes before it returns, so the writer is free for the next entry of this thread.
        try
        {
            exchange.Entry = (await ledger.AppendAsync(json.Written, cancellationToken).ConfigureAwait(false)).Value;
        }
        catch (ObjectDisposedException fault)
        {
            throw new LedgerUnavailableException("the ledger is closed", fault);
        }

        foreach (var use in told)
        {
            use.IsRecorded = true;
            uses?.Recorded(use.Id, use.At);
        }

        if (!_owed.IsEmpty)
        {
            await PayAsync().ConfigureAwait(false);
        }

        if (verdict is not null)
        {
            metrics.Decided(exchange, phase, verdict);
            ring.Add(new DecisionNote(now, exchange.UseCase.Id, phase, verdict) { Entry = exchange.Entry, Case = caseId });
        }
    }

    private static List<GrantUse> Named(Exchange exchange, CanonicalWriter json) =>
        exchange.Uses.FindAll(use => !use.IsRecorded && json.Written.Span.IndexOf(Encoding.ASCII.GetBytes(use.Id.Value)) >= 0);

    /// <summary>The ledger has just taken an entry: it takes what is owed.</summary>
    private async ValueTask PayAsync()
    {
        var entries = _owed.Take(time.GetUtcNow());
        for (var i = 0; i < entries.Count; i++)
        {
            try
            {
                await ledger.AppendAsync(entries[i], CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception fault) when (fault is LedgerUnavailableException or ObjectDisposedException)
            {
                entries.Skip(i).ToList().ForEach(entry => _owed.Add(entry));
                return;
            }
        }
    }
}
