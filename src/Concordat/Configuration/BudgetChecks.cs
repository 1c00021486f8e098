using System.Globalization;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks budgets: that they name what is registered, that their amounts make sense, and that what they count is priced.</summary>
internal static class BudgetChecks
{
    private const decimal MostUnits = 1_000_000_000_000_000;
    private const decimal MostMoney = 1_000_000_000;

    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < config.Budgets.Count; i++)
        {
            var (budget, path) = (config.Budgets[i], string.Create(CultureInfo.InvariantCulture, $"budgets[{i}]"));
            if (budget.Name.Length > 0 && !Identifiers.IsId(budget.Name))
            {
                findings.AddAt($"{path}.name", $"`{path}.name` {Identifiers.Rule}");
            }
            else if (budget.Name.Length > 0 && !names.Add(budget.Name))
            {
                findings.AddAt($"{path}.name", $"`{path}.name` is `{budget.Name}`, which another budget already has");
            }

            Registered(budget.UseCase, config.UseCases.Select(static u => u.Id), $"{path}.useCase", "use case", "useCases", findings);
            Registered(budget.Model, config.Deployments.Select(static d => d.Model), $"{path}.model", "model", "deployments", findings);
            Window(budget, path, findings);
            Amount(budget, path, findings);
            if (budget.Count is "cost")
            {
                Cost(config, budget, path, findings);
            }
            else if (budget.Currency is not null)
            {
                findings.AddAt($"{path}.currency", $"`{path}.currency` has no meaning for `count: {budget.Count}`; remove it");
            }
        }
    }

    private static void Registered(string? name, IEnumerable<string> known, string path, string what, string list, ConfigurationFindings findings)
    {
        if (name is { Length: > 0 } && !known.Contains(name, StringComparer.Ordinal))
        {
            findings.AddAt(path, $"`{path}` names the {what} `{name}`, which is not registered under `{list}`{Suggestion.For(name, known)}");
        }
    }

    private static void Window(BudgetConfig budget, string path, ConfigurationFindings findings)
    {
        if (budget.Count is "concurrent")
        {
            if (budget.Per is not null)
            {
                findings.AddAt($"{path}.per", $"`{path}.per` has no meaning for `count: concurrent`, which counts what is under way; remove it");
            }
        }
        else if (budget.Per is null && budget.Count.Length > 0)
        {
            findings.AddAt(path, $"missing key `{path}.per`, which `count: {budget.Count}` needs");
        }
    }

    private static void Amount(BudgetConfig budget, string path, ConfigurationFindings findings)
    {
        var isMoney = budget.Count is "cost";
        var most = isMoney ? MostMoney : MostUnits;
        if (budget.Most <= 0 || budget.Most > most || (!isMoney && budget.Most != decimal.Truncate(budget.Most)))
        {
            findings.AddAt($"{path}.most", isMoney
                ? $"`{path}.most` must be more than 0 and at most {most.ToString(CultureInfo.InvariantCulture)}"
                : $"`{path}.most` must be a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>What has no price in the budget's currency would cost nothing, and pass any budget.</summary>
    private static void Cost(ConcordatConfig config, BudgetConfig budget, string path, ConfigurationFindings findings)
    {
        if (budget.Currency is not { Length: 3 } currency || currency.Any(static c => c is < 'A' or > 'Z'))
        {
            findings.AddAt(path, $"`{path}.currency` must be a currency's code of three letters, such as `USD`");
            return;
        }

        foreach (var deployment in config.Deployments.Where(d => budget.Model is null || d.Model.Equals(budget.Model, StringComparison.Ordinal)))
        {
            if (deployment.Price is null || !deployment.Price.Currency.Equals(currency, StringComparison.Ordinal))
            {
                findings.AddAt(path, $"`{path}` counts cost in {currency}, but the deployment `{deployment.Name}` has no `price` in {currency}, so its requests would cost nothing; write the price down");
            }
        }
    }
}
