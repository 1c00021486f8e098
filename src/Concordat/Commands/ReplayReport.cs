using Concordat.Gateway.Replaying;

namespace Concordat.Commands;

/// <summary>What came of deciding the ledger again.</summary>
/// <param name="Agreement">Hash of the agreement decided under; null for those recorded.</param>
/// <param name="Agrees">Whether every verdict came out as recorded.</param>
/// <param name="Decided">Entries with a verdict.</param>
/// <param name="Same">Those that came out as recorded.</param>
/// <param name="Changed">Those that came out otherwise.</param>
/// <param name="Released">Holds that a case had released.</param>
/// <param name="Pruned">Answers whose decision was pruned, so that they were not decided again.</param>
/// <param name="Moves">How many went from one verdict to another.</param>
/// <param name="Clauses">What each clause would have decided otherwise.</param>
/// <param name="Unknown">Entries decided under an agreement that is not at hand, by its hash.</param>
/// <param name="First">The first entries that came out otherwise.</param>
internal sealed record ReplayReport(
    string? Agreement,
    bool Agrees,
    long Decided,
    long Same,
    long Changed,
    long Released,
    long Pruned,
    IReadOnlyDictionary<string, long> Moves,
    IReadOnlyList<ClauseChange> Clauses,
    IReadOnlyDictionary<string, long> Unknown,
    IReadOnlyList<ReplayedEntry> First)
{
    public static ReplayReport Of(string? agreement, ReplaySummary summary) => new(
        agreement,
        summary.Changed == 0 && summary.Unknown.Count == 0,
        summary.Decided,
        summary.Same,
        summary.Changed,
        summary.Released,
        summary.Pruned,
        summary.Moves,
        summary.Clauses,
        summary.Unknown,
        summary.First);
}
