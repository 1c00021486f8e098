using System.Security.Cryptography;
using Concordat.Agreements;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Recording;
using Concordat.Oversight;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Puts what is held before people as a case, and lets it through when the case that a resubmission names proves that people granted
/// exactly this. Thread-safe.
/// </summary>
internal sealed class HoldStage(OversightStores stores, Commitments commitments, GrantUses uses, TimeProvider time)
{
    /// <summary>How long a ruling or unmasking waits for people, and may then be used.</summary>
    private static readonly TimeSpan CaseLife = TimeSpan.FromDays(7);

    /// <summary>The same for an act of force or of high stakes.</summary>
    private static readonly TimeSpan ActLife = TimeSpan.FromDays(1);

    private readonly CaseSeal _seal = commitments.CaseSeal();

    /// <summary>A permit with notice, or its hold where people have said no to the like.</summary>
    public async ValueTask<Verdict> HeedAsync(Exchange exchange, Verdict verdict, CancellationToken cancellationToken) =>
        (await LikeAsync(exchange, verdict, cancellationToken).ConfigureAwait(false)).IsDenied ? verdict.Held() : verdict;

    public async ValueTask<SettledVerdict> SettleAsync(
        Exchange exchange, Verdict verdict, ActionFacts held, Facts facts, bool mayRelease, CancellationToken cancellationToken)
    {
        if (verdict.IsContinued)
        {
            if (await ContinueAsync(exchange, verdict, held, facts, cancellationToken).ConfigureAwait(false) is { } beside)
            {
                exchange.Notices.Add(verdict, beside);
                return new SettledVerdict(verdict, beside);
            }

            verdict = verdict.Held();
        }

        var type = TypeOf(verdict);
        var action = new HeldAction(held.UseCase, held.Agreement, commitments.ActionHash(held.ToIdentity()));

        // What people said no to stays so, whichever key asks, however it is marked or described, and whoever has granted the like meanwhile.
        if (await stores.Cases.FindDeniedAsync(held.UseCase, held.Agreement, commitments.LikenessHash(held.ToLikeness()), cancellationToken).ConfigureAwait(false) is { } denied)
        {
            return new SettledVerdict(verdict, denied.Id.Value, CaseNames.Of(ConsumeOutcome.Denied));
        }

        string? release = null;
        if (exchange.Cases.Count > 0)
        {
            var (outcome, by) = mayRelease
                ? await ReleaseAsync(exchange, verdict, type, action, held, cancellationToken).ConfigureAwait(false)
                : (ConsumeOutcome.OtherAction, default);
            release = CaseNames.Of(outcome);
            if (outcome == ConsumeOutcome.Consumed)
            {
                return new SettledVerdict(Verdict.Permit, by.Value, release);
            }
        }

        var opened = (await stores.Cases.OpenAsync(Opening(exchange, verdict, type, action, held, facts), cancellationToken).ConfigureAwait(false)).Case;
        return new SettledVerdict(verdict, opened?.Id.Value, opened?.State == CaseState.Denied ? CaseNames.Of(ConsumeOutcome.Denied) : release);
    }

    /// <summary>Gives back the rulings that were used in vain; a grant of an act stays used.</summary>
    /// <returns>Whether any was given back.</returns>
    public async ValueTask<bool> ReturnAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        var isReturned = false;
        foreach (var use in exchange.Uses.FindAll(static use => use.Type == CaseType.Ruling))
        {
            if (await stores.Cases.ReturnAsync(use.Id, use.Action, cancellationToken).ConfigureAwait(false))
            {
                uses.Remove(use.Id);
                exchange.Uses.Remove(use);
                isReturned = true;
            }
        }

        return isReturned;
    }

    /// <summary>
    /// The case that people rule on beside what goes on: the open one about the like, so that a grey area asks them once and not with every request,
    /// or a new one.
    /// </summary>
    /// <returns>Null where it does not go on: people have said no to the like, or no case can be opened.</returns>
    private async ValueTask<string?> ContinueAsync(Exchange exchange, Verdict verdict, ActionFacts held, Facts facts, CancellationToken cancellationToken)
    {
        var like = await LikeAsync(exchange, verdict, cancellationToken).ConfigureAwait(false);
        if (like.IsDenied || like.Open is not null)
        {
            return like.IsDenied ? null : like.Open!.Value.Value;
        }

        var action = new HeldAction(held.UseCase, held.Agreement, commitments.ActionHash(held.ToIdentity()));
        var opening = Opening(exchange, verdict, CaseType.Ruling, action, held, facts);
        if (opening.Digest is null)
        {
            return null; // too large for people to be shown: nobody could say no to it
        }

        var opened = await stores.Cases.OpenAsync(opening, cancellationToken).ConfigureAwait(false);
        return opened.Case is { State: CaseState.Open } open ? open.Id.Value : null;
    }

    private ValueTask<LikeCases> LikeAsync(Exchange exchange, Verdict verdict, CancellationToken cancellationToken) =>
        stores.Cases.FindLikeAsync(exchange.UseCase.Id, exchange.Model.Agreement.Hash, [.. ClausesOf(verdict)], cancellationToken);

    /// <summary>The gravest of what it waits for; the seats of the other clauses are in its quorum too.</summary>
    private static CaseType TypeOf(Verdict verdict) => verdict.Remedy is { } remedy && Quorum.TypeOf(remedy) is { } type ? type : CaseType.Ruling;

    /// <summary>The seats of every clause that holds it, not of the gravest alone.</summary>
    private static Quorum QuorumOf(Exchange exchange, Verdict verdict, string? effect) => Quorum.Of(
        verdict.Clauses.Select(static fired => (fired.Clause.Id.ToString(), fired.Clause.Remedy)), effect, exchange.Model.Agreement.Terms.Quorums);

    private static IEnumerable<string> ClausesOf(Verdict verdict) => verdict.Clauses.Select(clause => clause.Clause.Id.ToString());

    private CaseOpening Opening(Exchange exchange, Verdict verdict, CaseType type, HeldAction action, ActionFacts held, Facts facts)
    {
        var now = WholeMicroseconds(time.GetUtcNow());
        var effect = held.Tool is null && type == CaseType.Authorize ? facts.Tool.Effect : held.Effect;
        var terms = new ActionTerms(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), now, now + (type == CaseType.Authorize ? ActLife : CaseLife),
            QuorumOf(exchange, verdict, effect), HeldContent.Seen(exchange, facts))
        {
            View = held.View?.Invoke() ?? default,
        };
        var document = CanonicalAction.Of(held, type, ClausesOf(verdict), terms);
        var fits = document.Document.Length <= CanonicalAction.MaxBytes;
        return new CaseOpening(
            type, action, ClausesOf(verdict), held.Tool, effect, terms.Expires, fits ? document.Digest : null, fits ? _seal.Seal(document) : null,
            HeldFeatures.Of(verdict, held, facts))
        {
            LikeHash = commitments.LikenessHash(held.ToLikeness()),
        };
    }

    /// <summary>Uses up, durably and all at once, the grants by which this exchange is let through.</summary>
    /// <returns>Whether they are used; false where one of them cannot be any more, and nothing has changed.</returns>
    public async ValueTask<bool> UseAsync(Exchange exchange)
    {
        if (exchange.Granted.Count == 0)
        {
            return true;
        }

        (GrantUse Use, DateTimeOffset Until)[] granted = [.. exchange.Granted];
        exchange.Granted.Clear();
        var used = await uses.UseAsync(stores.Cases, granted).ConfigureAwait(false);
        if (used.Outcome != ConsumeOutcome.Consumed)
        {
            return false;
        }

        exchange.Uses.AddRange(granted.Select(each => each.Use with { At = used.At }));
        return true;
    }

    /// <summary>
    /// Whether a case that the client named was granted for this very action and for every clause that holds it now: what was decided
    /// about one clause releases no other. The document that people signed is put together again from what is about to go through, and the
    /// signatures are checked again. The grant is used up by <see cref="UseAsync"/>, once all is known to go.
    /// </summary>
    private async ValueTask<(ConsumeOutcome Outcome, CaseId By)> ReleaseAsync(
        Exchange exchange, Verdict verdict, CaseType type, HeldAction action, ActionFacts held, CancellationToken cancellationToken)
    {
        (ConsumeOutcome Outcome, CaseId By) best = (ConsumeOutcome.NotFound, default);
        foreach (var named in exchange.Cases)
        {
            var outcome = await AskAsync(exchange, named, verdict, type, action, held, cancellationToken).ConfigureAwait(false);
            if (outcome == ConsumeOutcome.Consumed)
            {
                return (outcome, named);
            }

            // of several, what is said is why the one about this action does not release it
            best = best.Outcome is ConsumeOutcome.NotFound or ConsumeOutcome.OtherAction && outcome != ConsumeOutcome.NotFound ? (outcome, named) : best;
        }

        return best;
    }

    private async ValueTask<ConsumeOutcome> AskAsync(
        Exchange exchange, CaseId named, Verdict verdict, CaseType type, HeldAction action, ActionFacts held, CancellationToken cancellationToken)
    {
        if (await stores.Cases.GetFileAsync(named, cancellationToken).ConfigureAwait(false) is not { } file)
        {
            return ConsumeOutcome.NotFound;
        }

        if (file.Case.Action.UseCase.Equals(action.UseCase, StringComparison.Ordinal) && !file.Case.Action.AgreementHash.Equals(action.AgreementHash, StringComparison.Ordinal))
        {
            return ConsumeOutcome.Superseded;
        }

        // A streamed answer is decided in pieces that never fall the same way twice: nothing whole stands there to be the same.
        if (file.Case.Type != type || file.Case.Action != action || held.Phase is "streamedAnswer"
            || !ClausesOf(verdict).All(clause => file.Case.Clauses.Contains(clause, StringComparer.Ordinal)))
        {
            return ConsumeOutcome.OtherAction;
        }

        if (type == CaseType.Ruling && held.Tool is null && exchange.Uses.Exists(use => use.Id == named && use.Action == action))
        {
            // The same exchange, on its way to another deployment: the ruling is used already, by this very request.
            return ConsumeOutcome.Consumed;
        }

        // What was not granted when it was read is not let through, whatever it becomes meanwhile: only what was read is proven.
        if (CaseRules.Consume(file.Case, action) is not ConsumeOutcome.Consumed and var closed)
        {
            return closed;
        }

        // A signature of a key that was revoked meanwhile lets nothing through any more: nothing has been done by it yet.
        if (await ProvenAsync(exchange, file, verdict, type, held, cancellationToken).ConfigureAwait(false) is not { } signed)
        {
            return ConsumeOutcome.Unproven;
        }

        // One grant lets one thing through, also where the same is proposed twice in one answer.
        if (exchange.Granted.Exists(each => each.Use.Id == named))
        {
            return ConsumeOutcome.AlreadyConsumed;
        }

        // A ruling lets a request out to a model, and may have been given back: what the store says of it is enough over a restart.
        var over = type == CaseType.Ruling ? uses.OverHere(named) : await uses.OverAsync(named, signed.Terms.NotBefore, cancellationToken).ConfigureAwait(false);
        if (over is { } ended)
        {
            return ended;
        }

        exchange.Granted.Add((new GrantUse(named, type, action), signed.Terms.Expires));
        exchange.Grant = exchange.PassesGrant && type == CaseType.Authorize && held.Tool is not null ? GrantDocument.Of(file, signed) : exchange.Grant;
        return ConsumeOutcome.Consumed;
    }

    /// <returns>The action that people signed; null where their signatures do not prove that they granted exactly this.</returns>
    private async ValueTask<CanonicalAction?> ProvenAsync(Exchange exchange, CaseFile file, Verdict verdict, CaseType type, ActionFacts held, CancellationToken cancellationToken)
    {
        if (_seal.Open(file.Sealed, file.Case.Digest) is not { } signed)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var actual = CanonicalAction.Of(held, type, file.Case.Clauses, signed.Terms);
        return actual.Digest.Equals(signed.Digest, StringComparison.Ordinal)
            && signed.Terms.NotBefore <= now && now < signed.Terms.Expires
            && await GrantProof.HoldsAsync(file, signed, QuorumOf(exchange, verdict, file.Case.Effect), exchange.Model.Book.Without(exchange.UseCase.Id), stores, now, cancellationToken).ConfigureAwait(false)
            ? signed
            : null;
    }

    private static DateTimeOffset WholeMicroseconds(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
