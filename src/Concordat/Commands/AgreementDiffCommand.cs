using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Agreements;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Showing;
using Concordat.Gateway.Replaying;

namespace Concordat.Commands;

/// <summary><c>agreement diff</c>: what an amendment changes, in effect and in words.</summary>
internal sealed class AgreementDiffCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _before = new("BEFORE") { Description = "The agreement before: a folder, or a signed file." };
    private readonly Argument<string> _after = new("AFTER") { Description = "The agreement after: a folder, or a signed file." };
    private readonly Option<bool> _requests = new("--requests") { Description = "Decide the requests of a ledger again under AFTER too, and list those that come out otherwise than recorded." };
    private readonly LedgerTarget _ledger = new();
    private readonly Option<string[]> _parties = TrustedParties.Option();
    private readonly Option<string?> _changes = new("--changes") { Description = "With `--requests`: write every entry that came out otherwise to a file, one JSON object a line.", HelpName = "FILE" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public AgreementDiffCommand(CommandServices services)
        : base("diff", "Say what an amendment changes: which verdicts, for which facts, and which words.")
    {
        _services = services;
        Add(_before);
        Add(_after);
        Add(_requests);
        _ledger.AddTo(this, withOutput: false);
        Add(_parties);
        Add(_changes);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var asJson = arguments.GetValue(_json);
        if (await AgreementPaths.ReadAsync(arguments.GetValue(_before)!, asJson, _services) is not { } before
            || await AgreementPaths.ReadAsync(arguments.GetValue(_after)!, asJson, _services) is not { } after)
        {
            return ExitCode.CheckFailed;
        }

        var report = AgreementDiff.Compare(before, after, cancellationToken);
        if (!report.IsCompared)
        {
            await AgreementOutput.WriteAsync(report.Problems, asJson, _services);
            return ExitCode.CheckFailed;
        }

        var requests = arguments.GetValue(_requests) ? await RequestsAsync(arguments, cancellationToken) : null;
        if (asJson)
        {
            await _services.Output.WriteLineAsync(requests is null ? Encoding.UTF8.GetString(DiffReportJson.Write(report)) : WithRequests(DiffReportJson.Write(report), requests));
            return ExitCode.Done;
        }

        await _services.Output.WriteAsync(DiffText.Render(report));
        if (requests is not null)
        {
            await _services.Output.WriteLineAsync();
            await ReplayRun.TellAsync(requests, _services.Output);
        }

        return ExitCode.Done;
    }

    private static string WithRequests(byte[] report, ReplayReport requests)
    {
        var json = JsonNode.Parse(report)!.AsObject();
        json["requests"] = JsonSerializer.SerializeToNode(requests, CommandJson.Plain.ReplayReport);
        return json.ToJsonString(CommandJson.Plain.Options);
    }

    /// <summary>What became of the requests of a ledger under the agreement before, and what would have under the one after.</summary>
    private async Task<ReplayReport> RequestsAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var named = arguments.GetValue(_parties) ?? [];
        var config = named.Length > 0 ? null : _ledger.Configuration(arguments, _services);
        var parties = config is null ? TrustedParties.Of(named) : TrustedParties.Of(config);
        var now = _services.Time.GetUtcNow();
        var before = ReplayAgreements.LoadAny(arguments.GetValue(_before)!, parties, now);
        var after = ReplayAgreements.LoadAny(arguments.GetValue(_after)!, parties, now);
        var run = new ReplayRun(new Dictionary<string, Agreement>(StringComparer.Ordinal) { [before.Hash] = before }, after, new RecordedCeilings(config));
        return await run.RunAsync(_ledger.Open(arguments, _services), since: 0, arguments.GetValue(_changes), _services, cancellationToken);
    }
}
