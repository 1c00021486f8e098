using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Orders;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary><c>order plan</c>: where the target of an order is used, what can take its place, and what is due when.</summary>
internal sealed class OrderPlanCommand : Command
{
    private const int Days = 90;

    private readonly CommandServices _services;
    private readonly Argument<string> _id = new("ID") { Description = "Id of the order." };
    private readonly LedgerTarget _ledger = new();
    private readonly Option<bool> _json = CommonOptions.Json();

    public OrderPlanCommand(CommandServices services)
        : base("plan", "Show where the target of an order is used, with the last 90 days of traffic from the ledger, what can take its place, and what is due when.")
    {
        _services = services;
        Add(_id);
        _ledger.AddTo(this, withOutput: false);
        Add(_json);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var file = await OrderBookFile.LoadAsync(_ledger.ConfigurationPath(arguments), _services, cancellationToken);
        var document = file.Find(arguments.GetValue(_id)!);
        var now = _services.Time.GetUtcNow();
        var traffic = OrderTraffic.Read(_ledger.Open(arguments, _services), now.AddDays(-Days), cancellationToken);
        var report = Report(document, file, traffic, now);
        if (arguments.GetValue(_json))
        {
            await _services.Output.WriteLineAsync(JsonSerializer.Serialize(report, CommandJson.Plain.OrderPlanReport));
            return ExitCode.Done;
        }

        await LineAsync($"{report.Order.Id}: {report.Order.Title}: {report.Order.Because}");
        await LineAsync($"{report.Uses.Count} uses here, {report.Requests} requests in the last {Days} days, {report.Unreplaced} without a replacement");
        if (report.Uses.Count > 0)
        {
            TextTable.Write(
                _services.Output,
                ["USE CASE", "OWNER", "DEPLOYMENT", "STANDING", "REQUESTS", "LAST", "REPLACEMENTS"],
                [.. report.Uses.Select(use => (string[])[use.UseCase, use.Owner, use.Deployment, use.Standing, use.Requests.ToString(CultureInfo.InvariantCulture),
                    Times.Short(use.Last), use.Replacements.Count == 0 ? "none" : string.Join(", ", use.Replacements)])]);
        }

        if (report.Calendar.Count > 0)
        {
            TextTable.Write(
                _services.Output,
                ["MILESTONE", "DUE", "STATE", "OWNER"],
                [.. report.Calendar.Select(each => (string[])[each.Stage, Times.Short(each.Due), each.Reported ? "reported" : each.Due <= now ? "overdue" : "due", each.Owner])]);
        }

        return ExitCode.Done;
    }

    private static OrderPlanReport Report(OrderDocument document, OrderBookFile file, OrderTraffic traffic, DateTimeOffset now)
    {
        var plan = OrderPlan.Of(document.Order!, file.Book, file.Installation.Config, now);
        IReadOnlyList<OrderPlanUseReport> uses = [.. plan.Uses.Select(use =>
        {
            var (count, last) = traffic.Of(use.UseCase, use.Deployment);
            return new OrderPlanUseReport(use.UseCase, use.Owner, use.Deployment, use.Model, use.Standing.ToFact(), count, last, use.Replacements);
        })];
        var owners = string.Join(", ", uses.Select(use => use.Owner).Distinct(StringComparer.Ordinal));
        var reported = file.Book.NoticesOf(document.Id).Select(notice => notice.Notice!.Stage).ToHashSet();
        IReadOnlyList<OrderMilestoneReport> calendar = [.. (document.Order!.Milestones ?? []).Select(milestone => new OrderMilestoneReport(
            milestone.Stage.ToString().ToLowerInvariant(), milestone.Due, reported.Contains(milestone.Stage), owners.Length == 0 ? document.Issuer.Name : owners))];
        return new OrderPlanReport(
            OrderReport.Of(document, file.Book, now), Days, uses.Sum(use => use.Requests), uses.Count(use => use.Replacements.Count == 0), uses, calendar);
    }

    private Task LineAsync(FormattableString line) => _services.Output.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));
}
