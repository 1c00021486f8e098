using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Shadow;
using Concordat.Oversight.Candidates;

namespace Concordat.Commands;

/// <summary><c>deployment shadow</c>: how candidates' answers compare with those that clients got, from the ledger.</summary>
internal sealed class DeploymentShadowCommand : Command
{
    private readonly CommandServices _services;
    private readonly LedgerTarget _ledger = new();
    private readonly Option<int> _last = new("--last") { Description = "How many of the newest entries are read.", DefaultValueFactory = _ => 1_000_000 };
    private readonly Option<bool> _json = CommonOptions.Json();

    public DeploymentShadowCommand(CommandServices services)
        : base("shadow", "Compare the answers of candidates to copies of requests with the answers that clients got, as a ledger has them.")
    {
        _services = services;
        _ledger.AddTo(this, withOutput: false);
        Add(_last);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var reports = ShadowTraffic.Read(_ledger.Open(arguments, _services), Math.Max(arguments.GetValue(_last), 1), cancellationToken).Reports();
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(reports, CommandJson.Plain.IReadOnlyListShadowReport));
            return ExitCode.Done;
        }

        if (reports.Count == 0)
        {
            await _services.Output.WriteLineAsync("no copies of requests were compared");
            return ExitCode.Done;
        }

        TextTable.Write(
            _services.Output,
            ["CANDIDATE", "WITH", "COPIES", "AGREE", "ANSWERED", "VERDICT", "CALLS", "END", "LENGTH", "FIRST BYTE", "COST"],
            [.. reports.Select(r => (string[])[r.Candidate, r.With, Show(r.Copies), r.Share(r.Agree), r.Share(r.Answered), r.Share(r.SameVerdict),
                r.Share(r.SameCalls), r.Share(r.SameEnd), ShadowReport.Times(r.Length), ShadowReport.Times(r.FirstByte), ShadowReport.Times(r.CostRatio)])]);
        return ExitCode.Done;
    }

    private static string Show(long count) => count.ToString(CultureInfo.InvariantCulture);
}
