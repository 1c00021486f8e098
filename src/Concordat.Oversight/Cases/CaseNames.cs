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
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a case state"),
    };

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

    internal static CaseType ParseType(string text) =>
        Enum.GetValues<CaseType>().First(type => string.Equals(text, Of(type), StringComparison.Ordinal));

    internal static CaseState ParseState(string text) =>
        TryParse(text, out var state) ? state : throw new InvalidOperationException($"the store holds a case in unknown state `{text}`");
}
