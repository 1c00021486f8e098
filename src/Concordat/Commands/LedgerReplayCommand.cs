using System.CommandLine;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Replaying;

namespace Concordat.Commands;

/// <summary><c>ledger replay</c>: decides the recorded facts again.</summary>
internal sealed class LedgerReplayCommand : Command
{
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
        var (recorded, parties, config) = Recorded(arguments);
        var other = arguments.GetValue(_other) is { } path ? ReplayAgreements.LoadAny(path, parties, _services.Time.GetUtcNow()) : null;
        var run = new ReplayRun(recorded, other, new RecordedCeilings(config));
        var report = await run.RunAsync(reader, arguments.GetValue(_from), arguments.GetValue(_changes), _services, cancellationToken);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.ReplayReport));
        }
        else
        {
            await ReplayRun.TellAsync(report, _services.Output);
        }

        return report.Agrees || other is not null ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private (Dictionary<string, Agreement> Recorded, IReadOnlyList<TrustedParty> Parties, ConcordatConfig? Config) Recorded(ParseResult arguments)
    {
        var files = (arguments.GetValue(_recorded) ?? []).ToList();
        var named = arguments.GetValue(_parties) ?? [];
        IReadOnlyList<TrustedParty> parties;
        ConcordatConfig? config = null;
        if (named.Length > 0)
        {
            parties = TrustedParties.Of(named);
        }
        else
        {
            config = _target.Configuration(arguments, _services);
            parties = TrustedParties.Of(config);
            files.Add(config.Agreement);
        }

        var loaded = files.Distinct(StringComparer.Ordinal).Select(file => ReplayAgreements.LoadSigned(file, parties, _services.Time.GetUtcNow()));
        return (loaded.DistinctBy(static a => a.Hash, StringComparer.Ordinal).ToDictionary(static a => a.Hash, StringComparer.Ordinal), parties, config);
    }
}
