using Concordat.Ledger.Entries;

namespace Concordat.Commands;

/// <summary>What the entries of a ledger say together.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Decisions">Decisions on requests.</param>
/// <param name="Permits">Decisions that let a request out.</param>
/// <param name="Answered">Of those, how many have their outcome.</param>
/// <param name="Rejected">Of those, how many ended with an error that says why.</param>
/// <param name="Interrupted">Of those, how many were open when the gateway started anew.</param>
/// <param name="FirstInterrupted">The first such entries.</param>
/// <param name="Open">Of those, how many are still open at the end.</param>
/// <param name="FirstOpen">The first such entries.</param>
/// <param name="From">Time of the first entry.</param>
/// <param name="To">Latest time of an entry.</param>
/// <param name="FindingCount">How many things are wrong.</param>
/// <param name="Findings">The first of them.</param>
internal sealed record LedgerRecordReport(
    long Entries,
    long Decisions,
    long Permits,
    long Answered,
    long Rejected,
    long Interrupted,
    IReadOnlyList<long> FirstInterrupted,
    long Open,
    IReadOnlyList<long> FirstOpen,
    DateTimeOffset? From,
    DateTimeOffset? To,
    long FindingCount,
    IReadOnlyList<LedgerFindingReport> Findings)
{
    public static LedgerRecordReport Of(RecordSummary record) => new(
        record.Entries,
        record.Decisions,
        record.Permits,
        record.Answered,
        record.Rejected,
        record.Interrupted,
        [.. record.FirstInterrupted.Select(static i => i.Value)],
        record.Open,
        [.. record.FirstOpen.Select(static i => i.Value)],
        record.From,
        record.To,
        record.FindingCount,
        [.. record.Findings.Select(static f => new LedgerFindingReport(f.Code, f.Index.Value, f.Message))]);
}
