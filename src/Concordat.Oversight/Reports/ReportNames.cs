namespace Concordat.Oversight.Reports;

/// <summary>The words for reports, as the ledger and the API have them.</summary>
public static class ReportNames
{
    public static string Of(ReportState state) => state.ToString().ToLowerInvariant();

    public static string Of(ReportReason reason) => reason.ToString().ToLowerInvariant();

    /// <returns>Null for a word that is none.</returns>
    public static ReportReason? ParseReason(string word) => Enum.GetValues<ReportReason>().Select(reason => (ReportReason?)reason)
        .FirstOrDefault(reason => Of(reason!.Value).Equals(word, StringComparison.Ordinal));

    /// <summary>How a reviewer may settle a report.</summary>
    /// <returns>Null for a word that settles nothing.</returns>
    public static ReportState? ParseOutcome(string word) => word switch
    {
        "upheld" => ReportState.Upheld,
        "dismissed" => ReportState.Dismissed,
        _ => null,
    };

    internal static ReportState ParseState(string word) => Enum.GetValues<ReportState>().Single(state => Of(state).Equals(word, StringComparison.Ordinal));
}
