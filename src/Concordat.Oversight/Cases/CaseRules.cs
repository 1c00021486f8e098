using System.Globalization;
using Concordat.Oversight.Stores;

namespace Concordat.Oversight.Cases;

/// <summary>What may become of a case; the stores ask here and decide nothing themselves.</summary>
public static class CaseRules
{
    /// <summary>Most cases that one use case may have open at a time.</summary>
    public const int MostOpen = 1_000;

    /// <summary>Most cases that one page may hold.</summary>
    public const int LargestPage = 200;

    /// <summary>The state a case is in at a time, whatever was last written.</summary>
    internal static CaseState StateAt(CaseState stored, DateTimeOffset expires, DateTimeOffset now) =>
        stored == CaseState.Open && expires <= now ? CaseState.Expired : stored;

    /// <summary>Says whether a decision is legal now.</summary>
    /// <returns>Null where it is; the reason where it is not.</returns>
    internal static OversightError? Check(Case @case, CaseDecision decision) => (@case.State, @case.Type, decision) switch
    {
        // an act of force, and showing masked persons, need a signature that can be checked later; a click is none
        (CaseState.Open, CaseType.Authorize or CaseType.Mask, CaseDecision.Grant) => new OversightError(
            "signed_grant_needed",
            $"case `{@case.Id}` is released only by a signed grant, which this version cannot take; it can be denied or withdrawn"),
        (CaseState.Open, _, _) => null,
        _ => new OversightError(
            "case_closed",
            string.Create(
                CultureInfo.InvariantCulture,
                $"case `{@case.Id}` is {CaseNames.Of(@case.State)} since {@case.Decided ?? @case.Expires:yyyy-MM-dd HH:mm:ss}Z; resubmit the request to open a new case")),
    };

    /// <summary>Refuses what cannot be stored; the opening itself has checked the rest.</summary>
    internal static void Check(CaseOpening opening, DateTimeOffset now)
    {
        if (opening.Expires <= now)
        {
            throw new ArgumentException($"the case would expire at {opening.Expires:O}, which is past", nameof(opening));
        }
    }

    internal static void CheckDecision(string by, string? note)
    {
        Text.Bounded(by, 256);
        if (note is not null)
        {
            Text.Bounded(note, 2_000);
        }
    }

    internal static CaseState After(CaseDecision decision) => decision switch
    {
        CaseDecision.Grant => CaseState.Granted,
        CaseDecision.Deny => CaseState.Denied,
        CaseDecision.Withdraw => CaseState.Withdrawn,
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "not a decision"),
    };

    /// <summary>Says whether a case lets an action through, were it asked now.</summary>
    internal static ConsumeOutcome Consume(Case? @case, HeldAction action, DateTimeOffset now) => @case switch
    {
        null => ConsumeOutcome.NotFound,
        _ when @case.Action != action => ConsumeOutcome.OtherAction,
        { State: CaseState.Open } => ConsumeOutcome.StillOpen,
        { State: CaseState.Denied } => ConsumeOutcome.Denied,
        { State: CaseState.Withdrawn } => ConsumeOutcome.Withdrawn,
        { State: CaseState.Expired } => ConsumeOutcome.Expired,
        { State: CaseState.Granted, Released: not null } => ConsumeOutcome.AlreadyConsumed,
        { State: CaseState.Granted } when @case.Expires <= now => ConsumeOutcome.Expired,
        { State: CaseState.Granted } => ConsumeOutcome.Consumed,
        _ => throw new InvalidOperationException($"case `{@case.Id}` has no known state"),
    };

    internal static OversightError NotFound(CaseId id) =>
        new("case_not_found", $"there is no case `{id}`; `concordat case list` shows those there are");

    internal static OversightError TooManyOpen(string useCase) =>
        new("too_many_open_cases", $"use case `{useCase}` has {MostOpen} open cases, the most allowed; decide or withdraw some first");
}
