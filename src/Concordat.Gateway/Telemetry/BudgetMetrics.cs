using System.Text;
using Concordat.Gateway.Budgets;

namespace Concordat.Gateway.Telemetry;

/// <summary>How much of each budget is used, by its name alone: nobody's key and no use case.</summary>
internal static class BudgetMetrics
{
    public static string Render(IReadOnlyList<(BudgetModel Budget, BudgetSubject Subject, BudgetPeriod Period)> fullest)
    {
        if (fullest.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder(256);
        MetricsText.Header(text, Names.BudgetUsed, "gauge", "Used or reserved of each budget, in percent, where it is used most, as this node knows.");
        foreach (var (budget, _, period) in fullest)
        {
            MetricsText.Line(text, Names.BudgetUsed, $"budget=\"{MetricsText.Escape(budget.Name)}\"", period.UsedPercent(budget));
        }

        return text.ToString();
    }
}
