using System.Globalization;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Replaying;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary>Decides a whole ledger again, and tells people what came of it.</summary>
/// <param name="Recorded">The agreements at hand, by hash.</param>
/// <param name="Other">The agreement to decide under instead; null for the recorded ones.</param>
/// <param name="Ceilings">Measures labels against the ceilings of the other agreement.</param>
internal sealed record ReplayRun(IReadOnlyDictionary<string, Agreement> Recorded, Agreement? Other, RecordedCeilings Ceilings)
{
    private const int Chunk = 4096;
    private const int MostShown = 10;

    /// <param name="since">The first entry.</param>
    /// <param name="changesFile">Where every entry that came out otherwise is written, a line each; null for nowhere.</param>
    public async Task<ReplayReport> RunAsync(LedgerReader reader, long since, string? changesFile, CommandServices services, CancellationToken cancellationToken)
    {
        var kept = reader.First;
        await using var changes = changesFile is { } file ? new StreamWriter(file) : null;
        var replay = new LedgerReplay(
            Recorded, Other, index => index < kept.Value ? ReadOnlyMemory<byte>.Empty : reader.Entry(new EntryIndex(index)),
            entry => changes?.WriteLine(JsonSerializer.Serialize(entry, ReplayedEntryJson.Lines.ReplayedEntry)), Ceilings);
        using (var progress = new ProgressLine(services, "entries replayed"))
        {
            for (var next = Math.Max(kept.Value, since); next < reader.Size;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var entry in reader.ReadEntries(new EntryIndex(next), Chunk))
                {
                    replay.Add(next++, entry);
                }

                progress.Report(next);
            }
        }

        return ReplayReport.Of(Other?.Hash, replay.Finish());
    }

    public static async Task TellAsync(ReplayReport report, TextWriter output)
    {
        foreach (var line in Lines(report))
        {
            await output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<FormattableString> Lines(ReplayReport report)
    {
        var under = report.Agreement is null ? "the agreement recorded with each" : $"agreement {report.Agreement[..12]}";
        yield return $"{report.Decided} verdicts decided again under {under}: {report.Same} the same, {report.Changed} otherwise";
        foreach (var (hash, count) in report.Unknown)
        {
            yield return $"{count} not decided again: agreement {hash} is not at hand (give its signed file with `--recorded`)";
        }

        if (report.Pruned > 0)
        {
            yield return $"{report.Pruned} answers not decided again: their decisions were pruned";
        }

        foreach (var (move, count) in report.Moves)
        {
            yield return $"  {move}: {count}";
        }

        foreach (var clause in report.Clauses)
        {
            yield return $"  clause {clause.Clause}: decides {clause.Added} more{Indexes(clause.FirstAdded, clause.Added)}, {clause.Dropped} no longer{Indexes(clause.FirstDropped, clause.Dropped)}";
        }

        foreach (var entry in report.First.Take(MostShown))
        {
            yield return $"  entry {entry.Index} ({entry.Type}, {entry.UseCase}): {Words(entry.Recorded, entry.RecordedClauses)}, now {Words(entry.Replayed, entry.ReplayedClauses)}";
        }

        if (report.Changed > MostShown)
        {
            yield return $"  and {report.Changed - MostShown} more; `--changes FILE` writes every one";
        }
    }

    private static string Words(string verdict, IReadOnlyList<string> clauses) => clauses.Count == 0 ? verdict : $"{verdict} by {string.Join(", ", clauses)}";

    private static string Indexes(IReadOnlyList<long> first, long count) =>
        count == 0 ? "" : $" (entries {string.Join(", ", first)}{(count > first.Count ? ", …" : "")})";
}
