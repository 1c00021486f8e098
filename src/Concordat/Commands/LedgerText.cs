using System.Globalization;
using Concordat.Ledger;
using Concordat.Ledger.Entries;
using Concordat.Ledger.Verification;

namespace Concordat.Commands;

/// <summary>Tells people what a verification came to: what is right on standard output, what is wrong on standard error.</summary>
internal static class LedgerText
{
    public static async Task WriteAsync(string location, LedgerVerificationResult result, CommandServices services)
    {
        if (result.Fault is { } fault)
        {
            await services.Error.WriteLineAsync($"{location}: {fault}");
            await services.Error.WriteLineAsync($"not valid; {result.EntriesChecked} entries before it are whole");
            return;
        }

        var checkpoint = result.Checkpoint!;
        if (result.Record is { FindingCount: > 0 } bad)
        {
            foreach (var finding in bad.Findings)
            {
                await services.Error.WriteLineAsync($"{location}: {finding}");
            }

            await services.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"not valid; the log is whole, but {bad.FindingCount} of its {bad.Entries} entries are not in order"));
            return;
        }

        await services.Output.WriteLineAsync($"valid: {checkpoint.Size} entries of `{checkpoint.Origin}`, root {checkpoint.Root}");
        if (result.Fleet is { } fleet)
        {
            await services.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"fleet: continues its head in fleet checkpoint {fleet.Number} of {fleet.Time:yyyy-MM-dd HH:mm:ss} UTC, over {fleet.Heads.Length} logs"));
            if (fleet.Behind.Length > 0)
            {
                await services.Output.WriteLineAsync($"fleet: went back behind their heads: {string.Join(", ", fleet.Behind.Select(b => b.Origin))}");
            }
        }

        if (result.KeyInForce is { } key)
        {
            await services.Output.WriteLineAsync($"handed over: the key in force is now {key}");
        }

        foreach (var stolen in result.Stolen)
        {
            await services.Output.WriteLineAsync($"declared stolen: {stolen.Key}; what it alone signed beyond {stolen.CompromisedFrom} entries is not proven");
        }

        if (result.Pruned is { } pruned)
        {
            var (statement, cause) = (pruned.Statement, pruned.Statement.Cause);
            var rule = cause.Rule is null ? "" : $" ({cause.Rule})";
            await services.Output.WriteLineAsync($"pruned: entries 0 to {statement.Minimum.Value - 1} are gone; entry {pruned.Entry} of {Times.Short(statement.Time)}, by {cause.By}, says why: {cause.Because}{rule}");
        }

        if (result.First.Value > 0)
        {
            await services.Output.WriteLineAsync($"checked: entries {result.First} to {checkpoint.Size - 1}; those before stand on the signed hashes");
        }

        if (result.Record is { Entries: > 0 } record)
        {
            await services.Output.WriteLineAsync(Summary(record));
            await TellAsync(services, "interrupted by a new start of the gateway", record.Interrupted, record.FirstInterrupted);
            await TellAsync(services, "still open at the end", record.Open, record.FirstOpen);
        }
    }

    private static string Summary(RecordSummary record) => string.Create(
        CultureInfo.InvariantCulture,
        $"record: {record.From:yyyy-MM-dd HH:mm:ss} to {record.To:yyyy-MM-dd HH:mm:ss} UTC; {record.Decisions} decisions, {record.Permits} let out: "
        + $"{record.Answered} with their outcome, {record.Rejected} ended with an error, {record.Interrupted} interrupted, {record.Open} open");

    private static async Task TellAsync(CommandServices services, string what, long count, IReadOnlyList<EntryIndex> first)
    {
        if (count > 0)
        {
            var more = count > first.Count ? ", …" : "";
            await services.Output.WriteLineAsync($"{what}: entries {string.Join(", ", first)}{more}");
        }
    }
}
