using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>Where an order bites, and what could take the place of what it takes away.</summary>
/// <param name="Uses">Every use of a deployment that the order names, whether or not it is in force yet.</param>
public sealed record OrderPlan(Order Order, IReadOnlyList<OrderPlanUse> Uses)
{
    /// <summary>Looks an order up in a configuration. Pure.</summary>
    /// <param name="now">As of when replacements must be free of orders.</param>
    public static OrderPlan Of(Order order, OrderBook book, ConcordatConfig config, DateTimeOffset now)
    {
        var uses = new List<OrderPlanUse>();
        foreach (var useCase in config.UseCases)
        {
            foreach (var deployment in config.Deployments)
            {
                var subject = OrderSubjects.Of(config, useCase, deployment);
                if (!order.Covers(subject))
                {
                    continue;
                }

                var (standing, because) = book.For(order, subject, now);
                var replacements = config.Deployments
                    .Where(other => other.Model == deployment.Model && other.Name != deployment.Name && IsFree(OrderSubjects.Of(config, useCase, other)))
                    .OrderBy(other => other.Priority)
                    .Select(other => other.Name);
                uses.Add(new OrderPlanUse(useCase.Id, useCase.Official, deployment.Name, deployment.Model, standing, because, [.. replacements]));
            }
        }

        return new OrderPlan(order, uses);

        bool IsFree(OrderSubject subject) => !order.Covers(subject) && book.For(subject, now).Standing == OrderStanding.None;
    }
}
