using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Rulings;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Rulings;

/// <summary>Decides whether a document is taken into a book: who must have signed it, what it may rule on, and that it is proven. Pure.</summary>
public static class RulingIntake
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Checks an envelope against all that is known.</summary>
    /// <param name="held">The case that the ruling names, or none where there is no such case.</param>
    /// <returns>The document; null when it is there already, byte for byte the same payload.</returns>
    /// <exception cref="RulingException">Why it is not taken.</exception>
    public static RulingDocument? Check(
        ReadOnlySpan<byte> envelope, RulingBook book, Agreement agreement, Func<CaseId, Case?> held, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(held);
        var document = RulingReader.Read(envelope, book.Terms);
        if (book.Find(document.Id) is { } known)
        {
            return known.Hash == document.Hash
                ? null
                : throw new RulingException($"there is another document `{document.Id}` already; no ruling is changed, so give the new one an id of its own");
        }

        if (document.Revocation is { } revocation)
        {
            CheckRevocation(revocation, document, book, revoked, now);
            return document;
        }

        Fits(document.Ruling!, agreement, held, now);
        if (FaultOfSigners(document, book.Terms, revoked, now) is { } unsigned)
        {
            throw new RulingException($"`{document.Id}` is {unsigned}");
        }

        var standing = book.Standing(agreement, revoked, now);
        if (standing.Length >= RulingBook.MostStanding)
        {
            throw new RulingException($"{RulingBook.MostStanding} rulings stand already, the most allowed; revoke some first");
        }

        Prove(document.Ruling!, agreement, standing, cancellationToken);
        return document;
    }

    /// <summary>Checks what a draft says before anybody signs it.</summary>
    /// <exception cref="RulingException">Why it would not be taken.</exception>
    public static void CheckDraft(Ruling ruling, Agreement agreement, ImmutableArray<RulingDocument> standing, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        Bounded(ruling, agreement);
        Prove(ruling, agreement, standing, cancellationToken);
    }

    /// <summary>Why signatures do not suffice; null where a reviewer of each party has signed with a key that counts.</summary>
    /// <param name="came">When it came, where it is new: who was appointed then signs. What was taken stands.</param>
    internal static string? FaultOfSigners(RulingDocument document, RulingTerms terms, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset? came = null)
    {
        var counted = document.Signers.Where(signer =>
            Counts(signer, revoked, came) && !signer.RequestsFor.Contains(document.Ruling!.Bounds.UseCase, StringComparer.Ordinal)).ToList();
        if (terms.Quorum.IsFilledAmong([.. counted.Select(signer => (signer.Party, signer.Role))]))
        {
            return null;
        }

        var missing = terms.Quorum.Seats.FirstOrDefault(seat => !counted.Any(signer => seat.Fits(signer.Party, signer.Role))) ?? terms.Quorum.Seats[^1];
        return $"not signed by a {string.Join(" or ", missing.Roles)} of the {missing.Party} whose key counts and who does not ask for `{document.Ruling!.Bounds.UseCase}`; it needs {terms.Quorum}";
    }

    /// <summary>Whether a reviewer's signature counts: by their key, and by who appointed them.</summary>
    internal static bool Counts(Approver signer, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset? came) =>
        !revoked.Has(signer.Key!) && !revoked.HasAppointerOf(signer) && (came is not { } at || signer.Appointment?.HoldsAt(at) is not false);

    private static void Fits(Ruling ruling, Agreement agreement, Func<CaseId, Case?> held, DateTimeOffset now)
    {
        NotFromTheFuture(ruling.Issued, now);
        if (ruling.Expires <= now)
        {
            throw new RulingException($"`{ruling.Id}` expired before it came");
        }

        if (!ruling.Agreement.Equals(agreement.Hash, StringComparison.Ordinal))
        {
            throw new RulingException($"`{ruling.Id}` was made for the agreement {ruling.Agreement[..12]}, and {agreement.ShortHash} is in force; propose it anew");
        }

        if (!CaseId.TryParse(ruling.Case, out var id) || held(id) is not { Type: CaseType.Ruling } found)
        {
            throw new RulingException($"`{ruling.Id}` is about `{ruling.Case}`, which is no case that waits, or waited, for a ruling");
        }

        if (!found.Action.UseCase.Equals(ruling.Bounds.UseCase, StringComparison.Ordinal)
            || !found.Action.AgreementHash.Equals(ruling.Agreement, StringComparison.Ordinal)
            || ruling.Clauses.Any(clause => !found.Clauses.Contains(clause, StringComparer.Ordinal)))
        {
            throw new RulingException($"`{ruling.Id}` does not fit `{ruling.Case}`: that case is of use case `{found.Action.UseCase}`, on clauses {string.Join(", ", found.Clauses)}");
        }

        Bounded(ruling, agreement);
    }

    private static void Bounded(Ruling ruling, Agreement agreement)
    {
        foreach (var text in ruling.Clauses)
        {
            if (agreement.Find(ClauseId.Parse(text)) is not { } clause || !RulingSet.IsRulable(clause))
            {
                throw new RulingException($"clause `{text}` waits for no ruling: only clauses with that remedy, and no red line, can be ruled on");
            }

            if (RulingCondition.Unbounded(clause, ruling.Bounds) is { Count: > 0 } open)
            {
                throw new RulingException($"clause `{text}` reads {string.Join(", ", open.Select(fact => $"`{fact}`"))}, which the bounds do not limit; give `atMost` for numbers and `only` for sets");
            }
        }
    }

    private static void Prove(Ruling ruling, Agreement agreement, ImmutableArray<RulingDocument> standing, CancellationToken cancellationToken)
    {
        ImmutableArray<StandingRuling> all = [.. standing.Select(document => RulingCondition.Of(document.Ruling!)), RulingCondition.Of(ruling)];
        foreach (var set in all.Length > 1 ? [[all[^1]], all] : new[] { all })
        {
            if (RulingProver.Prove(agreement, set, cancellationToken) is { IsProven: false } proof)
            {
                throw new RulingException(
                    $"`{ruling.Id}`: {proof.Because}; narrow its bounds, or, where that red line allows it to a ruling, name it under `opens`");
            }
        }
    }

    private static void CheckRevocation(RulingRevocation revocation, RulingDocument document, RulingBook book, IReadOnlyList<RevokedSigner> revoked, DateTimeOffset now)
    {
        NotFromTheFuture(revocation.Issued, now);
        if (!document.Signers.Any(signer => Counts(signer, revoked, now)))
        {
            throw new RulingException($"`{revocation.Id}` is not signed by a reviewer whose key counts");
        }

        if (book.Find(revocation.Ruling) is not { Ruling: not null })
        {
            throw new RulingException($"`{revocation.Id}` revokes `{revocation.Ruling}`, and there is no such ruling");
        }
    }

    private static void NotFromTheFuture(DateTimeOffset issued, DateTimeOffset now)
    {
        if (issued > now + ClockSkew)
        {
            throw new RulingException("`issued` is in the future; check the clock of whoever proposed it");
        }
    }
}
