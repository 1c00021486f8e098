using System.Globalization;
using System.Text;
using Concordat.Gateway.Dialects;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Budgets;

/// <summary>What is left of the tightest budgets, for the headers by which both vendors' SDKs tell it. As this node knew it when the request began.</summary>
internal sealed class RateLimits
{
    private readonly List<(BudgetMeasure Measure, long Limit, long Left, DateTimeOffset Reset, DateTimeOffset Now)> _limits = [];

    /// <summary>The tightest of each measure: the one of which the smallest part is left.</summary>
    public static RateLimits Of(IReadOnlyList<SpendingPart> parts, DateTimeOffset now)
    {
        var limits = new RateLimits();
        foreach (var part in parts)
        {
            var measure = part.Budget.Measure;
            if (measure is BudgetMeasure.Cost or BudgetMeasure.Concurrent)
            {
                continue; // neither vendor has words for them
            }

            var (left, most) = (part.Period.Look(part.Budget).Left, part.Budget.Most);
            var known = limits._limits.FindIndex(limit => limit.Measure == measure);
            if (known >= 0 && (decimal)limits._limits[known].Left / limits._limits[known].Limit <= (decimal)left / most)
            {
                continue;
            }

            var reset = (measure, most, left, part.Period.Window.End, now);
            if (known >= 0)
            {
                limits._limits[known] = reset;
            }
            else
            {
                limits._limits.Add(reset);
            }
        }

        return limits;
    }

    public void Write(IHeaderDictionary headers, Dialect dialect)
    {
        var isAnthropic = dialect is AnthropicMessagesDialect;
        foreach (var (measure, limit, left, reset, now) in _limits)
        {
            var wait = reset > now ? reset - now : TimeSpan.Zero;
            if (isAnthropic)
            {
                var name = measure switch
                {
                    BudgetMeasure.Requests => "requests",
                    BudgetMeasure.InputTokens => "input-tokens",
                    BudgetMeasure.OutputTokens => "output-tokens",
                    _ => "tokens",
                };
                headers[$"anthropic-ratelimit-{name}-limit"] = Number(limit);
                headers[$"anthropic-ratelimit-{name}-remaining"] = Number(left);
                headers[$"anthropic-ratelimit-{name}-reset"] = reset.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            }
            else if (measure is BudgetMeasure.Requests or BudgetMeasure.Tokens)
            {
                var name = measure == BudgetMeasure.Requests ? "requests" : "tokens";
                headers[$"x-ratelimit-limit-{name}"] = Number(limit);
                headers[$"x-ratelimit-remaining-{name}"] = Number(left);
                headers[$"x-ratelimit-reset-{name}"] = InWords(wait);
            }
        }
    }

    /// <summary>As OpenAI writes it: <c>20ms</c>, <c>7.66s</c>, <c>6m0s</c>, <c>1h2m3s</c>.</summary>
    internal static string InWords(TimeSpan wait)
    {
        if (wait < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Ceiling(wait.TotalMilliseconds)}ms");
        }

        var seconds = (long)Math.Ceiling(wait.TotalSeconds);
        var text = new StringBuilder();
        if (seconds >= 3600)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 3600}h");
        }

        if (seconds >= 60)
        {
            text.Append(CultureInfo.InvariantCulture, $"{seconds / 60 % 60}m");
        }

        return text.Append(CultureInfo.InvariantCulture, $"{seconds % 60}s").ToString();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
