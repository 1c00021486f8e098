using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Replaying;
using Concordat.Ledger;

namespace Concordat.Commands;

/// <summary><c>ledger replay</c>: decides the recorded facts again.</summary>
internal sealed class LedgerReplayCommand : Command
{
    private const int Chunk = 4096;
    private const int MostShown = 10;

    private readonly CommandServices _services;
    private readonly LedgerTarget _target = new();
    private readonly Option<string?> _other = new("--agreement")
    {
        Description = "Decide under this agreement instead, signed or the folder of a draft, and say what would have changed.",
        HelpName = "FILE|DIR",
    };

    private readonly Option<string[]> _recorded = new("--recorded")
    {
        Description = "A signed agreement that was in force; the one of the configuration is always at hand. May be given again.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<long> _from = new("--since") { Description = "Begin with the entry of this index.", HelpName = "N" };
    private readonly Option<string?> _changes = new("--changes")
    {
        Description = "Write every entry that came out otherwise to a file, one JSON object a line.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public LedgerReplayCommand(CommandServices services)
        : base("replay", "Decide the recorded facts again: every verdict must come out the same, or, with `--agreement`, what would have changed.")
    {
        _services = services;
        Add(_other);
        Add(_recorded);
        Add(_parties);
        Add(_from);
        Add(_changes);
        _target.AddTo(this, withOutput: false);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reader = _target.Open(arguments, _services);
        var (recorded, parties) = Recorded(arguments);
        var other = arguments.GetValue(_other) is { } path ? ReplayAgreements.LoadAny(path, parties, _services.Time.GetUtcNow()) : null;
        var kept = reader.First;
        await using var changes = arguments.GetValue(_changes) is { } file ? new StreamWriter(file) : null;
        var replay = new LedgerReplay(
            recorded, other, index => index < kept.Value ? ReadOnlyMemory<byte>.Empty : reader.Entry(new EntryIndex(index)),
            entry => changes?.WriteLine(JsonSerializer.Serialize(entry, ReplayedEntryJson.Lines.ReplayedEntry)));
        using (var progress = new ProgressLine(_services, "entries replayed"))
        {
            for (var next = Math.Max(kept.Value, arguments.GetValue(_from)); next < reader.Size;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var entry in reader.ReadEntries(new EntryIndex(next), Chunk))
                {
                    replay.Add(next++, entry);
                }

                progress.Report(next);
            }
        }

        var report = ReplayReport.Of(other?.Hash, replay.Finish());
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.ReplayReport));
        }
        else
        {
            await TellAsync(report);
        }

        return report.Agrees || other is not null ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private (Dictionary<string, Agreement> Recorded, IReadOnlyList<TrustedParty> Parties) Recorded(ParseResult arguments)
    {
        var files = (arguments.GetValue(_recorded) ?? []).ToList();
        var named = arguments.GetValue(_parties) ?? [];
        IReadOnlyList<TrustedParty> parties;
        if (named.Length > 0)
        {
            parties = TrustedParties.Of(named);
        }
        else
        {
            var config = _target.Configuration(arguments, _services);
            parties = TrustedParties.Of(config);
            files.Add(config.Agreement);
        }

        var loaded = files.Distinct(StringComparer.Ordinal).Select(file => ReplayAgreements.LoadSigned(file, parties, _services.Time.GetUtcNow()));
        return (loaded.DistinctBy(static a => a.Hash, StringComparer.Ordinal).ToDictionary(static a => a.Hash, StringComparer.Ordinal), parties);
    }

    private async Task TellAsync(ReplayReport report)
    {
        var under = report.Agreement is null ? "the agreement recorded with each" : $"agreement {report.Agreement[..12]}";
        await LineAsync($"{report.Decided} verdicts decided again under {under}: {report.Same} the same, {report.Changed} otherwise");
        foreach (var (hash, count) in report.Unknown)
        {
            await LineAsync($"{count} not decided again: agreement {hash} is not at hand (give its signed file with `--recorded`)");
        }

        if (report.Pruned > 0)
        {
            await LineAsync($"{report.Pruned} answers not decided again: their decisions were pruned");
        }

        foreach (var (move, count) in report.Moves)
        {
            await LineAsync($"  {move}: {count}");
        }

        foreach (var clause in report.Clauses)
        {
            await LineAsync($"  clause {clause.Clause}: decides {clause.Added} more{Indexes(clause.FirstAdded, clause.Added)}, {clause.Dropped} no longer{Indexes(clause.FirstDropped, clause.Dropped)}");
        }

        foreach (var entry in report.First.Take(MostShown))
        {
            await LineAsync($"  entry {entry.Index} ({entry.Type}, {entry.UseCase}): {Words(entry.Recorded, entry.RecordedClauses)}, now {Words(entry.Replayed, entry.ReplayedClauses)}");
        }
    }

    private static string Words(string verdict, IReadOnlyList<string> clauses) => clauses.Count == 0 ? verdict : $"{verdict} by {string.Join(", ", clauses)}";

    private static string Indexes(IReadOnlyList<long> first, long count) =>
        count == 0 ? "" : $" (entries {string.Join(", ", first)}{(count > first.Count ? ", …" : "")})";

    private Task LineAsync(FormattableString line) => _services.Output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
