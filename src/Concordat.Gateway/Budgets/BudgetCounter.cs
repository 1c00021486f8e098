namespace Concordat.Gateway.Budgets;

/// <summary>One counter of a budget, and its window of the present. Thread-safe.</summary>
internal sealed class BudgetCounter
{
    private readonly Lock _turn = new();
    private volatile BudgetPeriod? _current; // replaced under _turn

    public BudgetPeriod? Current => _current;

    /// <summary>The window of a moment, opened where it is a new one.</summary>
    public BudgetPeriod At(DateTimeOffset now, BudgetModel budget, Func<BudgetWindow, BudgetPeriod> open)
    {
        if (_current is { } current && current.Window.Contains(now))
        {
            return current;
        }

        lock (_turn)
        {
            return _current is { } known && known.Window.Contains(now) ? known : _current = open(BudgetWindow.At(budget.Config.Per, now));
        }
    }
}
