using System.Globalization;
using Concordat.Gateway.Errors;

namespace Concordat.Gateway.Budgets;

/// <summary>What a client is told whose request is over a budget: in the vendors' own codes, so that their SDKs wait and try again by themselves.</summary>
internal static class BudgetErrors
{
    /// <summary>Seconds after which both vendors' SDKs do not wait by themselves any more.</summary>
    public const int LongestWait = 60;

    /// <summary>Seconds in which other nodes give back what they do not use.</summary>
    private const int GivenBack = 3;

    public static GatewayError UsedUp(BudgetModel budget, BudgetPeriod period, DateTimeOffset now)
    {
        var wait = period.Window == BudgetWindow.None ? 1 : (int)Math.Ceiling(Math.Clamp((period.Window.End - now).TotalSeconds, 1, int.MaxValue / 2));
        var retry = period.Look(budget).MayComeBack ? Math.Min(wait, GivenBack) : wait;
        var when = period.Window == BudgetWindow.None
            ? "try again when one of them has ended"
            : $"it begins anew at {period.Window.End.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}";
        return budget.IsPace
            ? new GatewayError(429, TypeOf(budget), ErrorCodes.RateLimitExceeded, $"the limit `{budget.Name}` of {budget.InWords()} is reached; {when}") { RetryAfter = retry }
            : new GatewayError(
                429, ErrorCodes.InsufficientQuota, ErrorCodes.InsufficientQuota,
                $"the budget `{budget.Name}` of {budget.InWords()} is used up; {when}, or ask the platform engineer for more")
            { RetryAfter = retry };
    }

    public static GatewayError Unforeseeable(BudgetModel budget, string way) => new(400, "invalid_request_error", ErrorCodes.BudgetUnforeseeable,
        $"the hard budget `{budget.Name}` needs to know the most that a request can use; {way}");

    public static GatewayError TooLarge(BudgetModel budget) => new(400, "invalid_request_error", ErrorCodes.BudgetTooSmall,
        $"the request can use more than the whole hard budget `{budget.Name}` of {budget.InWords()}; send less, or allow the answer fewer tokens (`max_tokens`)");

    private static string TypeOf(BudgetModel budget) => budget.CountsUse ? "tokens" : "requests";
}
