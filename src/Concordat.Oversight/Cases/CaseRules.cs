using System.Globalization;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Cases;

/// <summary>What may become of a case; the stores ask here and decide nothing themselves.</summary>
public static class CaseRules
{
    /// <summary>Most cases that one use case may have open at a time.</summary>
    public const int MostOpen = 1_000;

    /// <summary>Most cases that are ended in one transaction of a sweep.</summary>
    public const int MostEnded = 200;

    /// <summary>The note of a case that an amendment ended; see <see cref="Case.IsSuperseded"/>.</summary>
    internal const string Superseded = "superseded";

    /// <summary>Most cases that one page may hold.</summary>
    public const int LargestPage = 200;

    /// <summary>The state a case is in at a time, whatever was last written.</summary>
    internal static CaseState StateAt(CaseState stored, DateTimeOffset expires, DateTimeOffset now) =>
        stored is CaseState.Open or CaseState.Granted && expires <= now ? CaseState.Expired : stored;

    /// <summary>What a vote makes of a case.</summary>
    /// <param name="given">The grants that count already.</param>
    /// <param name="read">When the person first had the action; null if never.</param>
    /// <returns>The state after it, or why the vote does not count.</returns>
    internal static (CaseState After, OversightError? Error) Take(
        Case @case, IReadOnlyList<CaseSignature> given, CaseVote vote, DateTimeOffset? read, DateTimeOffset now)
    {
        var wanted = After(vote.Decision);
        if (!CaseTransitions.IsLegal(@case.Type, @case.State, wanted))
        {
            return (@case.State, Closed(@case));
        }

        if (@case.Digest is null)
        {
            return (@case.State, new OversightError("case_without_action", $"case `{@case.Id}` holds no action to sign; resubmit the request to open a new case"));
        }

        if (!@case.Digest.Equals(vote.Digest, StringComparison.Ordinal))
        {
            return (@case.State, new OversightError("other_action", $"what was signed is not the action of case `{@case.Id}`; read it again"));
        }

        var approver = vote.Approver;
        if (!vote.Quorum.HasSeatFor(approver.Party, approver.Role))
        {
            return (@case.State, new OversightError(
                "no_seat", $"`{approver.Id}` ({approver.Role} of {approver.Party}) has no say in case `{@case.Id}`; it needs {vote.Quorum}"));
        }

        return vote.Decision == CaseDecision.Grant ? Grant(@case, given, vote, read, now) : (wanted, null);
    }

    /// <summary>Refuses what cannot be stored; the opening itself has checked the rest.</summary>
    internal static void Check(CaseOpening opening, DateTimeOffset now)
    {
        if (opening.Expires <= now)
        {
            throw new ArgumentException($"the case would expire at {opening.Expires:O}, which is past", nameof(opening));
        }
    }

    internal static void Check(CaseVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        Text.Bounded(vote.Approver.Id, 256);
        Text.Sha256Hex(vote.KeyId);
        if (vote.Reason is not null)
        {
            Text.Bounded(vote.Reason, 2_000);
        }
    }

    internal static CaseState After(CaseDecision decision) => decision switch
    {
        CaseDecision.Grant => CaseState.Granted,
        CaseDecision.Deny => CaseState.Denied,
        CaseDecision.Withdraw => CaseState.Withdrawn,
        CaseDecision.Revoke => CaseState.Revoked,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "not a decision"),
    };

    /// <summary>Says whether a case lets an action through, were it asked now.</summary>
    public static ConsumeOutcome Consume(Case? @case, HeldAction action) => @case switch
    {
        null => ConsumeOutcome.NotFound,
        _ when @case.Action != action => ConsumeOutcome.OtherAction,
        { State: CaseState.Open } => ConsumeOutcome.StillOpen,
        { State: CaseState.Denied } => ConsumeOutcome.Denied,
        { State: CaseState.Withdrawn } => ConsumeOutcome.Withdrawn,
        { State: CaseState.Expired } => ConsumeOutcome.Expired,
        { State: CaseState.Consumed } => ConsumeOutcome.AlreadyConsumed,
        { State: CaseState.Revoked } => ConsumeOutcome.Revoked,
        { State: CaseState.Granted } => ConsumeOutcome.Consumed,
        _ => throw new InvalidOperationException($"case `{@case.Id}` has no known state"),
    };

    /// <summary>
    /// Whether a case is asked again instead of a new one being opened: an open one always; a denied act of force or of high stakes
    /// until it would have expired, so that nobody asks until somebody else says yes.
    /// </summary>
    internal static bool Stands(Case @case, DateTimeOffset now) =>
        @case.State == CaseState.Open || (@case is { State: CaseState.Denied, Type: CaseType.Authorize } && @case.Expires > now);

    /// <summary>Why a case cannot be assigned; null where it can.</summary>
    internal static OversightError? FaultOfAssigning(Case? @case, CaseId id) =>
        @case is null ? NotFound(id) : CaseTransitions.WaitsForPeople(@case.State) ? null : Closed(@case);

    /// <summary>Why whoever asked cannot take a case back; null where they can.</summary>
    internal static OversightError? FaultOfTakingBack(Case? @case, CaseId id) =>
        @case is null ? NotFound(id) : CaseTransitions.IsLegal(@case.Type, @case.State, CaseState.Withdrawn) ? null : Closed(@case);

    internal static OversightError NotFound(CaseId id) =>
        new("case_not_found", $"there is no case `{id}`; `concordat case list` shows those there are");

    internal static OversightError TooManyOpen(string useCase) =>
        new("too_many_open_cases", $"use case `{useCase}` has {MostOpen} open cases, the most allowed; decide or withdraw some first");

    private static (CaseState After, OversightError? Error) Grant(
        Case @case, IReadOnlyList<CaseSignature> given, CaseVote vote, DateTimeOffset? read, DateTimeOffset now)
    {
        var approver = vote.Approver;
        foreach (var signature in given)
        {
            if (signature.Approver.Equals(approver.Id, StringComparison.Ordinal)
                || signature.KeyId.Equals(vote.KeyId, StringComparison.Ordinal))
            {
                return (@case.State, new OversightError("already_signed", $"`{approver.Id}` has signed case `{@case.Id}` already; it needs another person"));
            }
        }

        if (CaseTransitions.AskedFrom(@case, approver) is var asked && now < asked)
        {
            return (@case.State, new OversightError("not_asked_yet", string.Create(
                CultureInfo.InvariantCulture,
                $"`{approver.Id}` stands by, and is asked about case `{@case.Id}` from {asked:yyyy-MM-dd HH:mm:ss}Z on if nobody has decided; it can be assigned to them before")));
        }

        if (read is not { } since)
        {
            return (@case.State, new OversightError("unread", $"`{approver.Id}` has not read case `{@case.Id}`; read it first"));
        }

        if (now - since < vote.ReadingTime)
        {
            return (@case.State, new OversightError("too_fast", string.Create(
                CultureInfo.InvariantCulture,
                $"`{approver.Id}` has had case `{@case.Id}` for less than {vote.ReadingTime.TotalSeconds} seconds; read it, then sign")));
        }

        (string, string)[] people = [.. given.Select(signature => (signature.Party, signature.Role)), (approver.Party, approver.Role)];
        if (!vote.Quorum.CanSeat(people))
        {
            return (@case.State, new OversightError("seat_taken", $"the seat of `{approver.Id}` in case `{@case.Id}` is taken; it needs {vote.Quorum}"));
        }

        return (vote.Quorum.IsMetBy(people) ? CaseState.Granted : CaseState.Open, null);
    }

    private static OversightError Closed(Case @case) => @case.State == CaseState.Open
        ? new OversightError("not_granted", $"case `{@case.Id}` is open: there is no grant to revoke; deny or withdraw it")
        : @case.IsSuperseded
        ? new OversightError("case_closed", string.Create(
            CultureInfo.InvariantCulture,
            $"case `{@case.Id}` ended {@case.Expires:yyyy-MM-dd HH:mm:ss}Z, because the agreement that it was opened under is no longer in force; resubmit the request, it is decided anew"))
        : new OversightError(
            "case_closed",
            string.Create(
                CultureInfo.InvariantCulture,
                $"case `{@case.Id}` is {CaseNames.Of(@case.State)} since {@case.Released ?? @case.Decided ?? @case.Expires:yyyy-MM-dd HH:mm:ss}Z; resubmit the request to open a new case"));
}
