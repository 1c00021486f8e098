using System.Collections.Immutable;
using Concordat.Attestation.Bills;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Looks for what an order is against in the bills of materials of deployments. It stops nothing: an order's effect is what the order says.</summary>
public static class OrderBills
{
    /// <summary>Most components that are listed for one deployment; the others are counted.</summary>
    public const int MostListed = 20;

    /// <summary>Every deployment that targets with a vendor or a model could be about, and what its bill says. Pure.</summary>
    /// <param name="useCase">The one use case that is asked about; null for all.</param>
    public static IReadOnlyList<OrderPlanBillReport> Of(Order order, ConcordatConfig config, DeploymentBills bills, string? useCase)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(bills);
        var targets = order.Targets.Where(static target => target.NamesMaker()).Select(static target => new ComponentTarget(target)).ToImmutableArray();
        var useCases = config.UseCases.Where(known => useCase is null || known.Id.Equals(useCase, StringComparison.Ordinal)).ToImmutableArray();
        var reports = new List<OrderPlanBillReport>();
        foreach (var deployment in OrderSubjects.Places(config))
        {
            // Cloud, region, deployment and use case of a target are those of the deployment; vendor and model may be those of a part of it.
            var reached = useCases
                .Where(known => OrderSubjects.Reaches(config, known, deployment))
                .Select(known => (UseCase: known, Subject: OrderSubjects.Of(config, known, deployment)))
                .Where(use => (order.Scope?.Covers(use.Subject) ?? true) && targets.Any(target => target.Target.CoversPlace(use.Subject)))
                .ToImmutableArray();
            if (reached.Length > 0)
            {
                var near = targets.Where(target => reached.Any(use => target.Target.CoversPlace(use.Subject))).ToImmutableArray();
                var report = Report(deployment.Name, bills.Of(deployment.Name), near);
                reports.Add(report with
                {
                    Targeted = reached.Any(use => order.Covers(use.Subject)),
                    UseCases = [.. reached.Select(static use => use.UseCase.Id)],
                    Owners = [.. reached.Select(static use => use.UseCase.Official).Distinct(StringComparer.Ordinal)],
                });
            }
        }

        return reports;
    }

    private static OrderPlanBillReport Report(string deployment, DeploymentBill? bill, ImmutableArray<ComponentTarget> targets)
    {
        var report = new OrderPlanBillReport(deployment, OrderPlanBillReport.NoBill, Targeted: false, bill?.Because ?? "", bill?.Bill?.Hash, [], 0, [], []);
        if (bill is null)
        {
            return report;
        }

        var (found, more) = (new List<OrderPlanComponentReport>(), 0);
        foreach (var component in bill.Bill?.Components ?? [])
        {
            var names = new ComponentNames(component);
            foreach (var target in targets)
            {
                if (target.Because(names) is not { } because)
                {
                    continue;
                }

                if (found.Count == MostListed)
                {
                    more++;
                }
                else
                {
                    found.Add(Found(component, target, because));
                }

                break; // the first target that names it is reason enough
            }
        }

        return report with
        {
            Finding = found.Count > 0 ? OrderPlanBillReport.Contains : bill.Because.Length > 0 ? OrderPlanBillReport.Unknown : OrderPlanBillReport.NothingFound,
            Components = found,
            More = more,
        };
    }

    private static OrderPlanComponentReport Found(BillComponent component, ComponentTarget target, string because) => new(
        ComponentNames.Shown(component.Ref), ComponentNames.Shown(component.Name), ComponentNames.Shown(component.Version), ComponentNames.Shown(component.Place), target.Text, because);
}
