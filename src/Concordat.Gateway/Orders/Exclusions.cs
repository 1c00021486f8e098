using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Readiness;

namespace Concordat.Gateway.Orders;

/// <summary>Says where an exclusion keeps use cases from beginning what they had not begun. Pure.</summary>
public static class Exclusions
{
    /// <summary>The first use that one of the deployments would bring and an exclusion keeps from beginning, in words; null where there is none.</summary>
    /// <param name="deployments">Names of those that requests would be moved to.</param>
    public static string? FaultOfMove(OrderBook book, ConcordatConfig config, IReadOnlyCollection<string> deployments, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(config);
        var orders = book.AsOf(now);
        return orders.Exclusions.IsEmpty ? null : config.Deployments.Where(deployment => deployments.Contains(deployment.Name, StringComparer.Ordinal))
            .SelectMany(deployment => config.UseCases.Select(useCase => orders.ExcludedBy(OrderSubjects.Of(config, useCase, deployment)) is { } order
                ? $"the order `{order}` excludes `{deployment.Name}` from new use, and `{useCase.Id}` had not used it when the order took effect" : null))
            .FirstOrDefault(static fault => fault is not null);
    }

    /// <summary>Why a use case is not let out further with a model: exclusions keep it from beginning with any deployment of it. Null where one is free.</summary>
    /// <param name="model">The model that clients ask for, or <see cref="ReadinessStep.AnyModel"/>.</param>
    public static string? FaultOfAdvance(OrderBook book, ConcordatConfig config, string useCase, string model, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(config);
        var orders = book.AsOf(now);
        if (orders.Exclusions.IsEmpty || config.UseCases.FirstOrDefault(each => each.Id.Equals(useCase, StringComparison.Ordinal)) is not { } known)
        {
            return null;
        }

        var excluded = config.Deployments.Where(deployment => model is ReadinessStep.AnyModel || deployment.Model.Equals(model, StringComparison.Ordinal))
            .Select(deployment => orders.ExcludedBy(OrderSubjects.Of(config, known, deployment))).ToList();
        return excluded.Count > 0 && excluded.TrueForAll(static order => order is not null)
            ? $"`{useCase}` is let out no further: the order `{excluded[0]}` excludes {(model is ReadinessStep.AnyModel ? "every deployment" : $"every deployment of `{model}`")} from new use, and it had used none when the order took effect"
            : null;
    }
}
