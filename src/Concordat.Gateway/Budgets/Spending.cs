using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Budgets;

/// <summary>What one exchange has reserved of the budgets that it is under. Not thread-safe; lives as long as the exchange.</summary>
internal sealed class Spending
{
    private readonly List<SpendingPart> _parts = [];
    private bool _isCharged;

    public IReadOnlyList<SpendingPart> Parts => _parts;

    /// <summary>Whether a budget counts what the answer uses.</summary>
    public bool CountsUse => _parts.Exists(static part => part.Budget.CountsUse);

    public void Add(BudgetModel budget, BudgetPeriod period, long reserved) => _parts.Add(new SpendingPart(budget, period, reserved));

    /// <summary>The request goes on: it counts, whatever comes of it.</summary>
    public void Begin()
    {
        foreach (var part in _parts)
        {
            if (part.Budget.Measure == BudgetMeasure.Requests)
            {
                part.Period.Settle(part.Reserved, part.Reserved);
            }
        }
    }

    /// <summary>Gives everything back: the request does not go on.</summary>
    public void Cancel()
    {
        foreach (var part in _parts)
        {
            part.Period.Settle(part.Reserved, 0);
        }

        _parts.Clear();
    }

    /// <summary>An attempt is lost: of a hard budget all that was reserved counts, of another what is estimated.</summary>
    public void Lose(int part, long estimate)
    {
        var (budget, period, reserved) = _parts[part];
        period.Settle(reserved, budget.IsHard ? reserved : estimate);
        _parts[part] = new SpendingPart(budget, period, 0);
    }

    /// <summary>The same was reserved anew.</summary>
    public void Renew(int part, long reserved) => _parts[part] = _parts[part] with { Reserved = reserved };

    /// <summary>
    /// Puts what was used in the place of what was reserved. Of a hard budget only what the provider says was not used comes back: a count
    /// that is an estimate charges all that was reserved. A provider that used more than was asked of it is charged for, and the budget shuts
    /// that much sooner.
    /// </summary>
    public void Charge(TokenUsage usage, DeploymentPrice? price)
    {
        if (_isCharged)
        {
            return;
        }

        _isCharged = true;
        foreach (var part in _parts)
        {
            if (part.Budget.CountsUse)
            {
                var used = part.Budget.Measure.Of(usage, price);
                part.Period.Settle(part.Reserved, part.Budget.IsHard && usage.Basis != UsageBasis.Provider ? part.Reserved : used);
            }
        }
    }

    /// <summary>Ends the exchange.</summary>
    /// <param name="mayHaveUsed">What a provider may have used that has told nobody; null where the request reached none.</param>
    public void End(TokenUsage? mayHaveUsed, DeploymentPrice? price)
    {
        Charge(mayHaveUsed ?? new TokenUsage(0, 0, UsageBasis.Provider), price);
        foreach (var part in _parts)
        {
            if (part.Budget.Measure == BudgetMeasure.Concurrent)
            {
                part.Period.Settle(part.Reserved, 0);
            }
        }

        _isCharged = true;
    }
}
