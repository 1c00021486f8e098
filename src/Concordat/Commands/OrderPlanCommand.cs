using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Concordat.Equivalence;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Certificates;
using Concordat.Signing;

namespace Concordat.Commands;

/// <summary><c>order plan</c>: where the target of an order is used, what can take its place, and what is due when.</summary>
internal sealed class OrderPlanCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the order." };
    private readonly Option<string[]> _equivalence = new("--equivalence") { Description = "Signed report of `deployment equivalence` to cite. May be given again.", HelpName = "FILE" };
    private readonly Option<string?> _signer = new("--signer") { Description = "Public key that must have signed the reports.", HelpName = "FILE" };
    private readonly LedgerTarget _ledger = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderPlanCommand(CommandServices services)
        : base("plan", "Show where the target of an order is used, bills of materials included, with the last 90 days of traffic from the ledger, what can take its place, and what is due when.")
    {
        _services = services;
        Add(_id);
        Add(_equivalence);
        Add(_signer);
        _ledger.AddTo(this, withOutput: false);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var evidence = Evidence(arguments);
        var file = await OrderBookFile.LoadAsync(_ledger.ConfigurationPath(arguments), _services, cancellationToken);
        var document = file.Find(arguments.GetValue(_id)!);
        var now = _services.Time.GetUtcNow();
        var (ledger, since, config) = (_ledger.OpenIfBegun(arguments, _services), now.AddDays(-OrderPlan.Days), file.Installation.Config);
        var traffic = ledger is null ? RecordedTraffic.None(now) : RecordedTraffic.Read(ledger, since, cancellationToken);
        var clauses = new ReplacementClauses(
            ReplayAgreements.LoadSigned(config.Agreement, TrustedParties.Of(config), now), config, traffic.Kinds);
        var bills = OrderBills.Of(document.Order!, config, DeploymentBills.Read(config, now), useCase: null);
        var report = OrderPlan.Of(document.Order!, file.Book, config, now).Report(document, file.Book, traffic.Counts, bills, clauses, now) with
        {
            NoTraffic = ledger is null ? "no traffic is known: this installation has no ledger yet, since it has not served; what is planned is by the configuration alone" : null,
        };
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.OrderPlanReport));
            return ExitCode.Done;
        }

        await LineAsync($"{report.Order.Id}: {report.Order.Title}: {report.Order.Because}");
        await _services.Output.WriteLineAsync(report.Summary());
        if (report.Uses.Count > 0)
        {
            TextTable.Write(
                _services.Output,
                ["USE CASE", "OWNER", "DEPLOYMENT", "STANDING", "REQUESTS", "LAST", "REPLACEMENTS"],
                [.. report.Uses.Select(use => (string[])[use.UseCase, use.Owner, use.Deployment, use.Standing, report.NoTraffic is null ? use.Requests.ToString(CultureInfo.InvariantCulture) : "unknown",
                    Times.Short(use.Last), use.ReplacementWords()])]);
        }

        foreach (var line in report.Uses.SelectMany(static use => use.UnproposedLines()))
        {
            await _services.Output.WriteLineAsync(line);
        }

        foreach (var line in report.BillLines())
        {
            await _services.Output.WriteLineAsync(line);
        }

        if (report.Calendar.Count > 0)
        {
            TextTable.Write(
                _services.Output,
                ["MILESTONE", "DUE", "STATE", "OWNER"],
                [.. report.Calendar.Select(each => (string[])[each.Stage, Times.Short(each.Due), each.Reported ? "reported" : each.Due <= now ? "overdue" : "due", each.Owner])]);
        }

        foreach (var line in evidence)
        {
            await _services.Output.WriteLineAsync(line);
        }

        return ExitCode.Done;
    }

    private List<string> Evidence(ParseResult arguments)
    {
        var lines = new List<string>();
        foreach (var path in arguments.GetValue(_equivalence) ?? [])
        {
            var signer = arguments.GetValue(_signer) ?? throw new CommandException("concordat: `--equivalence` needs `--signer FILE`, the public key that must have signed the report");
            try
            {
                var report = EquivalenceReport.Read(File.ReadAllBytes(path), VerifyingKey.Load(signer));
                lines.Add($"evidence:   {report.Lines().First()}, under agreement {report.Agreement}, {Times.Short(report.Made)} (report {Convert.ToHexStringLower(SHA256.HashData(report.Payload()))[..12]})");
            }
            catch (Exception fault) when (fault is CertificateException or SigningFormatException)
            {
                throw new CommandException($"concordat: {path}: {fault.Message}") { Code = ExitCode.CheckFailed };
            }
        }

        return lines;
    }

    private Task LineAsync(FormattableString line) => _services.Output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
