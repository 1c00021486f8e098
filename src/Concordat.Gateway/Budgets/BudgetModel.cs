using System.Globalization;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Budgets;

/// <summary>A budget compiled for the request path. Immutable.</summary>
internal sealed class BudgetModel
{
    /// <summary>Parts of a currency that a cost is counted in.</summary>
    public const decimal Billion = 1_000_000_000;

    private readonly bool _eachUseCase;
    private readonly bool _eachKey;
    private readonly bool _eachModel;

    public BudgetModel(BudgetConfig config)
    {
        Config = config;
        Measure = config.Count switch
        {
            "requests" => BudgetMeasure.Requests,
            "concurrent" => BudgetMeasure.Concurrent,
            "input-tokens" => BudgetMeasure.InputTokens,
            "output-tokens" => BudgetMeasure.OutputTokens,
            "tokens" => BudgetMeasure.Tokens,
            _ => BudgetMeasure.Cost,
        };
        Most = decimal.ToInt64(Measure == BudgetMeasure.Cost ? config.Most * Billion : config.Most);
        _eachUseCase = config.Each.Contains("use-case", StringComparer.Ordinal);
        _eachKey = config.Each.Contains("key", StringComparer.Ordinal);
        _eachModel = config.Each.Contains("model", StringComparer.Ordinal);

        // What is counted belongs to the name: another measure or window under the same name begins anew.
        Counter = string.Create(CultureInfo.InvariantCulture, $"{config.Name} {config.Count} {config.Per}");
    }

    public BudgetConfig Config { get; }

    public string Name => Config.Name;

    public BudgetMeasure Measure { get; }

    /// <summary>In requests, tokens, or billionths of the currency.</summary>
    public long Most { get; }

    /// <summary>Whether it is never exceeded by what is counted after the fact.</summary>
    public bool IsHard => Config.Hard;

    /// <summary>The beginning of the names of its counters.</summary>
    public string Counter { get; }

    /// <summary>Whether it counts what is known only when the answer has come.</summary>
    public bool CountsUse => Measure is not (BudgetMeasure.Requests or BudgetMeasure.Concurrent);

    /// <summary>Whether a restart may forget it: it is over soon, and overdrawing it is no more than a matter of pace.</summary>
    public bool IsBrief => !IsHard && Config.Per is not ("day" or "month");

    /// <summary>Whether it limits the pace, so that the same request may pass a little later.</summary>
    public bool IsPace => Config.Per is not ("day" or "month");

    public bool Matches(string useCase, string key, string model) =>
        Is(Config.UseCase, useCase) && Is(Config.Key, key) && Is(Config.Model, model);

    public BudgetSubject SubjectOf(string useCase, string key, string model) =>
        new(_eachUseCase ? useCase : "", _eachKey ? key : "", _eachModel ? model : "");

    /// <summary>The budget in words, such as <c>100000 tokens a day for each key</c>.</summary>
    public string InWords()
    {
        var amount = Config.Most.ToString("0.#########", CultureInfo.InvariantCulture);
        var what = Measure switch
        {
            BudgetMeasure.Concurrent => "requests at once",
            BudgetMeasure.InputTokens => "input tokens",
            BudgetMeasure.OutputTokens => "output tokens",
            BudgetMeasure.Cost => Config.Currency ?? "",
            _ => Config.Count,
        };
        var each = Config.Each.Count == 0 ? "" : $" for each {string.Join(" and ", Config.Each)}";
        return $"{amount} {what}{(Config.Per is null ? "" : $" a {Config.Per}")}{each}";
    }

    private static bool Is(string? wanted, string actual) => wanted is null || wanted.Equals(actual, StringComparison.Ordinal);
}
