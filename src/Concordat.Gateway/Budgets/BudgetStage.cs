using Concordat.Gateway.Errors;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Telemetry;
using Concordat.Oversight;

namespace Concordat.Gateway.Budgets;

/// <summary>
/// Reserves what a request may use of every budget that it is under, before it is decided, and settles it afterwards. Costs nothing where
/// there are no budgets. Thread-safe; an exchange is not.
/// </summary>
internal sealed class BudgetStage(BudgetBook book, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>Reserves; what was reserved is in <see cref="Exchange.Spending"/>.</summary>
    /// <returns>Why the request may not go on; null where it may.</returns>
    public ValueTask<GatewayError?> ReserveAsync(Exchange exchange, CancellationToken cancellation) =>
        exchange.Model.Budgets.IsEmpty ? ValueTask.FromResult<GatewayError?>(null) : ReserveEachAsync(exchange, useAlone: false, cancellation);

    /// <summary>Reserves for a copy to a candidate: tokens and cost alone, as a copy takes no client's turn.</summary>
    /// <returns>Why it may not be sent; null where it may.</returns>
    public ValueTask<GatewayError?> ReserveCopyAsync(Exchange exchange, CancellationToken cancellation) =>
        exchange.Model.Budgets.IsEmpty ? ValueTask.FromResult<GatewayError?>(null) : ReserveEachAsync(exchange, useAlone: true, cancellation);

    /// <summary>
    /// Before a request goes to another deployment: what the one before may have used nobody tells, so it counts, and the same is reserved
    /// once more.
    /// </summary>
    /// <returns>Why it may not go there; null where it may.</returns>
    public async ValueTask<GatewayError?> ReserveAgainAsync(Exchange exchange, CancellationToken cancellation)
    {
        exchange.MayHaveUsed = false;
        if (exchange.Spending is not { } spending)
        {
            return null;
        }

        var lost = TokenUsage.Estimate(exchange.BodyBytes, 0);
        for (var i = 0; i < spending.Parts.Count; i++)
        {
            var (budget, period, reserved) = spending.Parts[i];
            if (!budget.CountsUse)
            {
                continue;
            }

            spending.Lose(i, budget.Measure.Of(lost, exchange.Deployment.Config.Price));
            if (budget.IsHard)
            {
                var refusal = await TakeAsync(budget, period, reserved, cancellation).ConfigureAwait(false);
                if (refusal is not null)
                {
                    metrics.Refused(budget.Name);
                    exchange.RefusedBy = budget.Name;
                    return refusal;
                }

                spending.Renew(i, reserved);
            }
        }

        return null;
    }

    /// <summary>Settles what is still reserved when the exchange is over.</summary>
    public static void End(Exchange exchange)
    {
        if (exchange.Spending is { } spending)
        {
            spending.End(
                exchange.Usage ?? (exchange.MayHaveUsed ? TokenUsage.Estimate(exchange.BodyBytes, 0) : null), exchange.Deployment?.Config.Price);
        }
    }

    private async ValueTask<GatewayError?> ReserveEachAsync(Exchange exchange, bool useAlone, CancellationToken cancellation)
    {
        var (useCase, key, model) = (exchange.UseCase.Id, exchange.Key.Id, exchange.Route.Name);
        var spending = new Spending();
        foreach (var budget in exchange.Model.Budgets)
        {
            if (!budget.Matches(useCase, key, model) || (useAlone && !budget.CountsUse))
            {
                continue;
            }

            var period = book.PeriodOf(budget, budget.SubjectOf(useCase, key, model));
            var refusal = await ReserveAsync(exchange, spending, budget, period, cancellation).ConfigureAwait(false);
            if (refusal is not null)
            {
                metrics.Refused(budget.Name);
                exchange.RefusedBy = budget.Name;
                exchange.RateLimits = RateLimits.Of([.. spending.Parts, new SpendingPart(budget, period, 0)], time.GetUtcNow());
                spending.Cancel();
                return refusal;
            }
        }

        if (spending.Parts.Count > 0)
        {
            spending.Begin();
            exchange.Spending = spending;
            exchange.RateLimits = RateLimits.Of(spending.Parts, time.GetUtcNow());
        }

        return null;
    }

    private async ValueTask<GatewayError?> ReserveAsync(
        Exchange exchange, Spending spending, BudgetModel budget, BudgetPeriod period, CancellationToken cancellation)
    {
        long amount = budget.CountsUse ? 0 : 1;
        if (budget is { CountsUse: true, IsHard: true })
        {
            (amount, var missing) = UseBounds.Of(budget.Measure, exchange);
            if (missing is not null)
            {
                return BudgetErrors.Unforeseeable(budget, missing);
            }

            if (amount > budget.Most)
            {
                return BudgetErrors.TooLarge(budget);
            }
        }

        var refusal = await TakeAsync(budget, period, amount, cancellation).ConfigureAwait(false);
        if (refusal is null)
        {
            spending.Add(budget, period, amount);
        }

        return refusal;
    }

    private async ValueTask<GatewayError?> TakeAsync(BudgetModel budget, BudgetPeriod period, long amount, CancellationToken cancellation)
    {
        try
        {
            return await book.TakeAsync(budget, period, Math.Max(amount, 1), amount, cancellation).ConfigureAwait(false)
                ? null
                : BudgetErrors.UsedUp(budget, period, time.GetUtcNow());
        }
        catch (OversightUnavailableException)
        {
            return GatewayErrors.StoreUnavailable;
        }
    }
}
