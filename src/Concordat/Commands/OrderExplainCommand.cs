using System.CommandLine;
using System.Text.Json;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>order explain</c>: why an order binds or does not, as of any date.</summary>
internal sealed class OrderExplainCommand : Command
{
    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the order." };
    private readonly Option<string?> _useCase = new("--use-case") { Description = "For this use case alone.", HelpName = "ID" };
    private readonly Option<string?> _deployment = new("--deployment") { Description = "For this deployment alone.", HelpName = "NAME" };
    private readonly Option<string?> _asOf = OrderBookFile.AsOf();
    private readonly Option<string> _configuration = CommonOptions.Configuration();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderExplainCommand(CommandServices services)
        : base("explain", "Say step by step why an order is in force or not, and what it means for each use that it names.")
    {
        _services = services;
        Add(_id);
        Add(_useCase);
        Add(_deployment);
        Add(_asOf);
        Add(_configuration);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = await OrderBookFile.LoadAsync(arguments.GetValue(_configuration)!, _services, cancellationToken);
        var document = file.Find(arguments.GetValue(_id)!);
        var now = OrderBookFile.Moment(arguments.GetValue(_asOf), _services);
        var report = OrderReport.Of(document, file.Book, now);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.OrderReport));
            return ExitCode.Done;
        }

        await _services.Output.WriteLineAsync($"{report.Id} as of {Times.Short(now)}: {(report.InForce ? report.Standing : "not in force")}");
        await _services.Output.WriteLineAsync($"  {report.Action} by {string.Join(" and ", document.Signers.Select(static signer => signer.Party is { } party ? $"{signer.Id} ({party})" : signer.Id))}");
        foreach (var step in report.Steps)
        {
            await _services.Output.WriteLineAsync($"  {step}");
        }

        if (report.Changes is { } changes)
        {
            await _services.Output.WriteLineAsync($"  may change on {Times.Short(changes)}");
        }

        await _services.Output.WriteLineAsync($"  document {report.Document}");
        var uses = OrderPlan.Of(document.Order!, file.Book, file.Installation.Config, now, arguments.GetValue(_useCase)).Uses
            .Where(use => arguments.GetValue(_deployment) is not { } deployment || use.Deployment.Equals(deployment, StringComparison.Ordinal)).ToList();
        await _services.Output.WriteLineAsync(uses.Count == 0 ? "names no such use here" : "");
        if (uses.Count > 0)
        {
            TextTable.Write(
                _services.Output,
                ["USE CASE", "DEPLOYMENT", "STANDING", "BECAUSE"],
                [.. uses.Select(use => (string[])[use.UseCase, use.Deployment, use.Standing.ToFact(), use.Because])]);
        }

        return ExitCode.Done;
    }
}
