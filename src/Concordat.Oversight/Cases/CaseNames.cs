namespace Concordat.Oversight.Cases;

/// <summary>The words for types and states, as stores, command line and console write them.</summary>
public static class CaseNames
{
    public static string Of(CaseType type) => type switch
    {
        CaseType.Authorize => "authorize",
        CaseType.Ruling => "ruling",
        CaseType.Mask => "mask",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not a case type"),
    };

    public static string Of(CaseState state) => state switch
    {
        CaseState.Open => "open",
        CaseState.Granted => "granted",
        CaseState.Denied => "denied",
        CaseState.Withdrawn => "withdrawn",
        CaseState.Expired => "expired",
        CaseState.Consumed => "consumed",
        CaseState.Revoked => "revoked",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a case state"),
    };

    /// <summary>Why a case did not let an action through, as the ledger and errors name it.</summary>
    public static string Of(ConsumeOutcome outcome) => outcome switch
    {
        ConsumeOutcome.NotFound => "not-found",
        ConsumeOutcome.OtherAction => "other-action",
        ConsumeOutcome.Superseded => "superseded",
        ConsumeOutcome.StillOpen => "open",
        ConsumeOutcome.Denied => "denied",
        ConsumeOutcome.Withdrawn => "withdrawn",
        ConsumeOutcome.Expired => "expired",
        ConsumeOutcome.AlreadyConsumed => "consumed",
        ConsumeOutcome.Revoked => "revoked",
        ConsumeOutcome.Unproven => "unproven",
        ConsumeOutcome.Consumed => "released",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "not an outcome"),
    };

    /// <summary>What the ledger calls it where a case would have let an action through, and it did not go for another reason.</summary>
    public static string? Unused(string? release) => release == Of(ConsumeOutcome.Consumed) ? "unused" : release;

    public static bool TryParse(string? text, out CaseState state)
    {
        foreach (var candidate in Enum.GetValues<CaseState>())
        {
            if (string.Equals(text, Of(candidate), StringComparison.Ordinal))
            {
                state = candidate;
                return true;
            }
        }

        state = default;
        return false;
    }

    public static bool TryParseType(string? text, out CaseType type)
    {
        foreach (var candidate in Enum.GetValues<CaseType>())
        {
            if (string.Equals(text, Of(candidate), StringComparison.Ordinal))
            {
                type = candidate;
                return true;
            }
        }

        type = default;
        return false;
    }

    public static string Of(CaseDecision decision) => decision switch
    {
        CaseDecision.Grant => "grant",
        CaseDecision.Deny => "deny",
        CaseDecision.Withdraw => "withdraw",
        CaseDecision.Revoke => "revoke",
        _ => throw new ArgumentOutOfRangeException(nameof(decision), decision, "not a decision"),
    };

    internal static CaseDecision ParseDecision(string text) =>
        Enum.GetValues<CaseDecision>().First(decision => string.Equals(text, Of(decision), StringComparison.Ordinal));

    internal static CaseType ParseType(string text) =>
        Enum.GetValues<CaseType>().First(type => string.Equals(text, Of(type), StringComparison.Ordinal));

    internal static CaseState ParseState(string text) =>
        TryParse(text, out var state) ? state : throw new InvalidOperationException($"the store holds a case in unknown state `{text}`");
}
