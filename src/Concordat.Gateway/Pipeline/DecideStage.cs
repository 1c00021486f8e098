using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Recording;
using Concordat.Oversight;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Asks the agreement in force for a verdict, and gives a hold its case: a fresh one, or the granted one that a resubmission names,
/// which then releases exactly that action, once. Thread-safe.
/// </summary>
internal sealed class DecideStage(OversightStores stores, MeterStage meters, Commitments commitments, GrantUses uses, TimeProvider time)
{
    private readonly HeldContent _content = new(commitments);
    private readonly HoldStage _cases = new(stores, commitments, uses, time);

    /// <summary>The counts that verdicts rest on.</summary>
    public MeterStage Meters { get; } = meters;

    /// <summary>The agreement's verdict, with the standing rulings beside it; pure, no I/O.</summary>
    public static Verdict Decide(Exchange exchange, EntityUid action, EntityUid resource, Facts facts, CedarValue deployment)
    {
        var agreement = exchange.Model.Agreement;
        var request = new CedarRequest(exchange.UseCase.Principal, action, resource, FactsBinding.Bind(facts, exchange.UseCase.Bound, deployment));
        var verdict = exchange.Rulings.Settle(agreement, agreement.Decide(request), request);
        return Explained(exchange.IsCertified ? agreement.Continue(verdict, request) : verdict, facts.Label);
    }

    /// <summary>The verdict with which equivalence of levels is missing, in the words of the clauses that measure marks against the network.</summary>
    private static Verdict Explained(Verdict verdict, LabelFacts label) => verdict.Clauses.IsEmpty || label.Unequal is not { } unequal ? verdict : verdict with
    {
        Clauses = [.. verdict.Clauses.Select(each => each.Clause.Facts.Contains("label.aboveNetwork", StringComparer.Ordinal) ? each with { Because = $"{each.Because}: {unequal}" } : each)],
    };

    /// <summary>
    /// The verdict on what a judge leaves of the suspicions, with the facts that it rests on. What a judge raised never makes a verdict milder:
    /// where a clause looks away from what is likely, the suspicion stays as it was.
    /// </summary>
    /// <param name="found">The facts as they were found.</param>
    public static (Verdict Verdict, Facts Facts) Decide(
        Exchange exchange, EntityUid action, EntityUid resource, Facts found, CedarValue deployment, Judgement? judgement)
    {
        if (judgement is null)
        {
            return (Decide(exchange, action, resource, found, deployment), found);
        }

        var kept = found with { Topics = judgement.Clear(found.Topics) };
        var without = Decide(exchange, action, resource, kept, deployment);
        var raised = kept with { Topics = judgement.Raise(kept.Topics) };
        if (raised.Topics == kept.Topics)
        {
            return (without, kept);
        }

        var with = Decide(exchange, action, resource, raised, deployment);
        return IsAsSevere(with, without) ? (with, raised) : (without, kept);
    }

    private static bool IsAsSevere(Verdict with, Verdict without) => with.Kind > without.Kind
        || (with.Kind == without.Kind && without.Clauses.All(clause => with.Clauses.Any(other => other.Clause.Id == clause.Clause.Id)));

    /// <summary>Settles the hold of a request.</summary>
    /// <param name="mayRelease">Whether a granted case may let it out; see <see cref="RequestVerdicts.HoldsOneThing"/>.</param>
    public ValueTask<SettledVerdict> SettleRequestAsync(
        Exchange exchange, Verdict verdict, Facts facts, bool mayRelease, CancellationToken cancellationToken) =>
        verdict.Kind == VerdictKind.Hold || verdict.IsContinued
            ? _cases.SettleAsync(exchange, verdict, _content.OfRequest(exchange, facts), facts, mayRelease, cancellationToken)
            : ValueTask.FromResult(new SettledVerdict(verdict, null));

    /// <summary>Settles the hold of an answer, or of one tool call in it.</summary>
    /// <param name="answer">The whole answer; empty for one that is streamed.</param>
    public ValueTask<SettledVerdict> SettleAnswerAsync(
        Exchange exchange, Verdict verdict, Facts facts, ToolCall? call, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken) =>
        verdict.Kind == VerdictKind.Hold || verdict.IsContinued
            ? _cases.SettleAsync(
                exchange, verdict, call is null ? _content.OfAnswer(exchange, facts, answer.Span) : HeldContent.OfCall(exchange, facts, call), facts,
                mayRelease: true, cancellationToken)
            : ValueTask.FromResult(new SettledVerdict(verdict, null));

    /// <summary>
    /// A permit with notice, or the hold that it goes on in spite of where people have said no to the like. Of any other verdict, the same.
    /// </summary>
    public ValueTask<Verdict> HeedAsync(Exchange exchange, Verdict verdict, CancellationToken cancellationToken) =>
        verdict.IsContinued ? _cases.HeedAsync(exchange, verdict, cancellationToken) : ValueTask.FromResult(verdict);

    /// <summary>Uses up the grants by which the exchange is let through, all or none; before it is recorded that it is.</summary>
    /// <returns>False where one of them cannot be used any more: settle it anew.</returns>
    public ValueTask<bool> UseAsync(Exchange exchange) => _cases.UseAsync(exchange);

    /// <summary>Gives rulings back that let a request out in vain: no model took it, or what came of it is held.</summary>
    /// <returns>Whether any can be used again.</returns>
    public ValueTask<bool> ReturnAsync(Exchange exchange, CancellationToken cancellationToken) => _cases.ReturnAsync(exchange, cancellationToken);

    /// <summary>Gives rulings back where nothing came of the request, and says so. A vendor that runs tools may have had effects: then nothing is given back.</summary>
    public async ValueTask<GatewayError> GiveBackAsync(Exchange exchange, GatewayError error)
    {
        var used = string.Join(", ", exchange.Uses.Where(static use => use.Type == Oversight.Cases.CaseType.Ruling).Select(static use => use.Id));
        return used.Length > 0 && !exchange.Request.MayRunTools && await ReturnAsync(exchange, CancellationToken.None).ConfigureAwait(false)
            ? error with { Message = $"{error.Message}; case {used} was not used up" }
            : error;
    }
}
