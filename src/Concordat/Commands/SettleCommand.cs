using System.CommandLine;
using System.Globalization;
using Concordat.Oversight.Reports;

namespace Concordat.Commands;

/// <summary><c>settle</c>: says what became of a report of a false positive, with the signature of a reviewer.</summary>
internal sealed class SettleCommand : Command
{
    private readonly CommandServices _services;
    private readonly SignerOptions _options = new();
    private readonly Argument<long> _entry = new("ENTRY") { Description = "Index of the reported verdict." };
    private readonly Argument<string> _outcome = new("OUTCOME") { Description = "`upheld`: it was a false positive; `dismissed`: it was rightly decided.", HelpName = "upheld|dismissed" };
    private readonly Option<string?> _log = new("--log") { Description = "Origin of the log that holds the verdict; `ledger.origin` of the configuration when left out.", HelpName = "ORIGIN" };

    public SettleCommand(CommandServices services)
        : base("settle", "Settle a report of a false positive, once, as a reviewer. It changes no verdict.")
    {
        _services = services;
        _outcome.AcceptOnlyFromAmong("upheld", "dismissed");
        Add(_entry);
        Add(_outcome);
        Add(_log);
        _options.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var log = arguments.GetValue(_log) ?? Installation.Load(_options.ConfigurationOf(arguments), _services).Config.Ledger.Origin;
        var entry = arguments.GetValue(_entry);
        var outcome = ReportNames.ParseOutcome(arguments.GetValue(_outcome)!)!.Value;
        using var signer = _options.SignerOf(arguments, _services);
        var statement = new SettlementStatement(log, entry, outcome, _options.PersonOf(arguments), _services.Time.GetUtcNow());
        var signed = await signer.SignAsync(SettlementStatement.PayloadType, statement.ToPayload(), cancellationToken);
        using var http = new DeskHttpClient(_options.GatewayOf(arguments, _services));
        using var answer = await http.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/v1/decisions/{entry}/settlements"), signed, cancellationToken);
        await _services.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"settled: {answer.RootElement.GetProperty("state").GetString()}\nentry: {answer.RootElement.GetProperty("entry").GetInt64()}"));
        return ExitCode.Done;
    }
}
