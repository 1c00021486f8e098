using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Where an order bites, and what could take the place of what it takes away.</summary>
/// <param name="Uses">Every use of a deployment that the order names, whether or not it is in force yet.</param>
public sealed record OrderPlan(Order Order, IReadOnlyList<OrderPlanUse> Uses)
{
    /// <summary>For how many days back a plan counts traffic.</summary>
    public const int Days = 90;

    /// <summary>Looks an order up in a configuration. Pure. Whether clauses let a use case reach a replacement is asked by <see cref="Report"/>.</summary>
    /// <param name="now">As of when replacements must be free of orders.</param>
    /// <param name="only">The one use case that is asked about; null for all.</param>
    public static OrderPlan Of(Order order, OrderBook book, ConcordatConfig config, DateTimeOffset now, string? only = null)
    {
        var uses = new List<OrderPlanUse>();
        var (orders, state) = (book.AsOf(now), book.At(order, now));
        foreach (var (useCase, deployment) in OrderSubjects.Uses(config, only))
        {
            var subject = OrderSubjects.Of(config, useCase, deployment);
            if (!order.Covers(subject))
            {
                continue;
            }

            var (standing, because) = book.For(state, subject, now);
            var replacements = config.Deployments // of models: none takes the place of a tool server, whatever its name
                .Where(other => deployment.Kind != McpServerConfig.DeploymentKind && other.Model == deployment.Model && other.Name != deployment.Name && !other.Candidate && IsFree(OrderSubjects.Of(config, useCase, other)))
                .OrderBy(other => other.Priority)
                .ToList();
            var holders = replacements
                .Select(other => (other.Name, Because: OrderHolders.ByName(order, other, OrderSubjects.Of(config, useCase, other))))
                .Where(static other => other.Because is not null)
                .Select(static other => new OrderPlanHolderReport(other.Name, other.Because!));
            uses.Add(new OrderPlanUse(
                useCase.Id, useCase.Official, deployment.Name, deployment.Model, standing, because, [.. replacements.Select(static other => other.Name)], [.. holders]));
        }

        return new OrderPlan(order, uses);

        bool IsFree(OrderSubject subject) => !order.Covers(subject) && orders.For(subject).Standing == OrderStanding.None;
    }

    /// <summary>The plan with what was asked of each use lately, and what is due when.</summary>
    /// <param name="document">The order of this plan.</param>
    /// <param name="bills">What bills of materials say about it, as <see cref="OrderBills"/> found it.</param>
    /// <param name="clauses">Says of a replacement whether the agreement lets the use's requests go there.</param>
    public OrderPlanReport Report(
        OrderDocument document, OrderBook book, OrderTraffic traffic, IReadOnlyList<OrderPlanBillReport> bills, ReplacementClauses clauses, DateTimeOffset now)
    {
        clauses.Expect(Uses.Sum(static use => (long)use.Replacements.Count));
        IReadOnlyList<OrderPlanUseReport> uses = [.. Uses.Select(use =>
        {
            var (count, last) = traffic.Of(use.UseCase, use.Deployment);
            List<OrderPlanHolderReport> holders = [.. use.Replacements.Select(name => Holder(use, name, bills)).OfType<OrderPlanHolderReport>()];
            List<string> plain = [.. use.Replacements.Where(name => !holders.Exists(holder => holder.Deployment.Equals(name, StringComparison.Ordinal)))];
            List<OrderPlanBarredReport> barred = [.. plain.Select(name => clauses.Bars(use.UseCase, use.Deployment, name)).OfType<OrderPlanBarredReport>()];
            return new OrderPlanUseReport(
                use.UseCase, use.Owner, use.Deployment, use.Model, use.Standing.ToFact(), use.Because, count, last,
                [.. plain.Where(name => !barred.Exists(each => each.Deployment.Equals(name, StringComparison.Ordinal)))], holders, barred);
        })];
        var owners = string.Join(", ", uses.Select(use => use.Owner).Distinct(StringComparer.Ordinal));
        var reported = book.NoticesOf(document.Id).Select(notice => notice.Notice!.Stage).ToHashSet();
        IReadOnlyList<OrderMilestoneReport> calendar = [.. Order.Calendar().Select(milestone => new OrderMilestoneReport(
            milestone.Stage.ToString().ToLowerInvariant(), milestone.Due, reported.Contains(milestone.Stage), owners.Length == 0 ? document.Issuer.Name : owners))];
        return new OrderPlanReport(
            OrderReport.Of(document, book, now), Days, traffic.Since, uses.Sum(use => use.Requests), uses.Count(use => use.Replacements.Count == 0), uses, bills, calendar);
    }

    private static OrderPlanHolderReport? Holder(OrderPlanUse use, string deployment, IReadOnlyList<OrderPlanBillReport> bills) =>
        use.Holders.FirstOrDefault(holder => holder.Deployment.Equals(deployment, StringComparison.Ordinal))
        ?? (OrderHolders.ByBill(bills, use.UseCase, deployment) is { } because ? new OrderPlanHolderReport(deployment, because) : null);
}
