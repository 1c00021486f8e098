using Concordat.Attestation.Bills;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Says of a deployment that an order does not name whether it holds what the order is against all the same: by its vendor or model in other words, or by its bill
/// of materials.
/// </summary>
internal static class OrderHolders
{
    /// <summary>What of its registration a target names; null where none does.</summary>
    /// <param name="subject">The use of the deployment that is asked about.</param>
    public static string? ByName(Order order, DeploymentConfig deployment, OrderSubject subject)
    {
        if (order.Scope?.Covers(subject) == false)
        {
            return null;
        }

        var names = new ComponentNames(new BillComponent("machine-learning-model", deployment.UpstreamModel ?? deployment.Model, deployment.Version is "unknown" ? "" : deployment.Version, deployment.Vendor)
        {
            Names = deployment.Vendor is "" or "unknown" ? [] : [("vendor", deployment.Vendor)],
        });
        return order.Targets.Where(target => target.NamesMaker() && target.CoversPlace(subject)).Select(target => new ComponentTarget(target).Because(names))
            .FirstOrDefault(static because => because is not null);
    }

    /// <summary>What of its bill of materials a target names; null where none does, as far as is known.</summary>
    public static string? ByBill(IReadOnlyList<OrderPlanBillReport> bills, string useCase, string deployment)
    {
        var bill = bills.FirstOrDefault(bill => bill.Deployment.Equals(deployment, StringComparison.Ordinal));
        return bill?.Finding == OrderPlanBillReport.Contains && bill.UseCases.Contains(useCase, StringComparer.Ordinal) && bill.Components is [{ } first, ..]
            ? $"its bill of materials has {first.Words()}: {first.Because}"
            : null;
    }
}
