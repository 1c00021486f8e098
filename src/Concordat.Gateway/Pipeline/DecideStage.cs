using Concordat.Agreements;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Recording;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Meters;
using Concordat.Safeguards.Model;
using FoundPerson = Concordat.Safeguards.PersonKey;
using FoundNationality = Concordat.Safeguards.PersonNationality;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Asks the agreement in force for a verdict, and gives a hold its case: a fresh one, or the granted one that a resubmission names,
/// which then releases exactly that action, once. Thread-safe.
/// </summary>
internal sealed class DecideStage(ICaseStore cases, IMeterStore meters, Commitments commitments, TimeProvider time)
{
    /// <summary>How long a case waits for a person.</summary>
    private static readonly TimeSpan CaseLife = TimeSpan.FromDays(7);

    /// <summary>The agreement's verdict; pure, no I/O.</summary>
    public static Verdict Decide(Exchange exchange, EntityUid action, EntityUid resource, Facts facts, CedarValue deployment) =>
        exchange.Model.Agreement.Decide(new CedarRequest(
            exchange.UseCase.Principal, action, resource, FactsBinding.Bind(facts, exchange.UseCase.Bound, deployment)));

    /// <summary>Counts the presumed U.S. persons among the found ones in, and answers how many the use case's window then holds.</summary>
    public ValueTask<long> CountPersonsAsync(Exchange exchange, IReadOnlyCollection<FoundPerson> found, CancellationToken cancellationToken) =>
        PresumedUs(found) is { Count: > 0 } persons
            ? meters.ReserveAsync(exchange.UseCase.Id, persons, time.GetUtcNow(), cancellationToken)
            : ValueTask.FromResult(exchange.PersonsInWindow);

    /// <summary>Answers how many the window would hold now, and counts nobody in.</summary>
    public ValueTask<long> ForetellPersonsAsync(Exchange exchange, IReadOnlyCollection<FoundPerson> found, CancellationToken cancellationToken) =>
        PresumedUs(found) is { Count: > 0 } persons
            ? meters.CountAsync(exchange.UseCase.Id, persons, time.GetUtcNow(), cancellationToken)
            : ValueTask.FromResult(exchange.PersonsInWindow);

    private static List<PersonKey> PresumedUs(IReadOnlyCollection<FoundPerson> found)
    {
        var presumedUs = new List<PersonKey>(found.Count);
        foreach (var person in found)
        {
            if (person.Nationality != FoundNationality.Foreign)
            {
                presumedUs.Add(PersonKey.Of(person.Kind.ToString(), person.Value));
            }
        }

        return presumedUs;
    }

    /// <summary>Settles a hold: released by the case that the client named, or put before people as a case.</summary>
    /// <param name="call">The tool call that is held; null for a request or an answer's text.</param>
    public async ValueTask<SettledVerdict> SettleAsync(
        Exchange exchange, Verdict verdict, string phase, ToolFacts tool, ToolCall? call, CancellationToken cancellationToken)
    {
        if (verdict.Kind != VerdictKind.Hold)
        {
            return new SettledVerdict(verdict, null);
        }

        var hash = commitments.ActionHash(CanonicalAction.Of(exchange, phase, call));
        var action = new HeldAction(exchange.UseCase.Id, exchange.Model.Agreement.Hash, hash);
        var type = TypeOf(verdict);
        if (await IsReleasedAsync(exchange, verdict, type, action, cancellationToken).ConfigureAwait(false))
        {
            return new SettledVerdict(Verdict.Permit, exchange.Case);
        }

        var opened = await cases.OpenAsync(
            new CaseOpening(
                type, action, verdict.Clauses.Select(clause => clause.Clause.Id.ToString()), call is null ? null : tool.Name,
                call is null ? null : tool.Effect, time.GetUtcNow() + CaseLife),
            cancellationToken).ConfigureAwait(false);
        return new SettledVerdict(verdict, opened.Case?.Id.Value);
    }

    private static CaseType TypeOf(Verdict verdict) => verdict.Remedy switch
    {
        Remedy.Authorize => CaseType.Authorize,
        Remedy.Mask => CaseType.Mask,
        _ => CaseType.Ruling,
    };

    /// <summary>
    /// Whether the case that the client named was granted for this very action and for every clause that holds it now: what was
    /// decided about one clause releases no other.
    /// </summary>
    private async ValueTask<bool> IsReleasedAsync(
        Exchange exchange, Verdict verdict, CaseType type, HeldAction action, CancellationToken cancellationToken)
    {
        if (exchange.Case is null || !CaseId.TryParse(exchange.Case, out var named)
            || await cases.GetAsync(named, cancellationToken).ConfigureAwait(false) is not { } found || found.Type != type)
        {
            return false;
        }

        foreach (var clause in verdict.Clauses)
        {
            if (!found.Clauses.Contains(clause.Clause.Id.ToString(), StringComparer.Ordinal))
            {
                return false;
            }
        }

        return await cases.TryConsumeAsync(named, action, cancellationToken).ConfigureAwait(false) == ConsumeOutcome.Consumed;
    }
}
