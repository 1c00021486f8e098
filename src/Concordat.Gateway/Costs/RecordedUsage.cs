using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Budgets;
using Concordat.Oversight.Costs;

namespace Concordat.Gateway.Costs;

/// <summary>Reads what an answer used out of the entry of its outcome.</summary>
internal static class RecordedUsage
{
    /// <summary>What the answer used, and what a judge used; none for an entry about neither.</summary>
    public static IReadOnlyList<UsageDay> Read(byte[] entry)
    {
        if (entry.AsSpan().IndexOf("\"usage\":{"u8) < 0)
        {
            return [];
        }

        try
        {
            using var parsed = JsonDocument.Parse(entry);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("facts", out var facts) || facts.ValueKind != JsonValueKind.Object
                || !DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return [];
            }

            var used = new List<UsageDay>();
            if (Text(root, "type") == "outcome" && facts.TryGetProperty("usage", out var usage))
            {
                used.Add(Day(root, usage, Text(root, "model"), Text(root, "deployment"), time));
            }

            if (facts.TryGetProperty("judge", out var judge) && judge.TryGetProperty("usage", out var judged))
            {
                used.Add(Day(root, judged, Text(judge, "model"), Text(judge, "deployment"), time));
            }

            return used;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return []; // entries of the library's own users need not be of this form
        }
    }

    private static UsageDay Day(JsonElement root, JsonElement usage, string model, string deployment, DateTimeOffset time)
    {
        var cost = decimal.TryParse(Text(usage, "cost"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : 0;
        return new UsageDay(
            DateOnly.FromDateTime(time.UtcDateTime), Text(root, "use_case"), Text(root, "key"), model, deployment, Text(usage, "vendor"),
            Text(usage, "currency"), 1, usage.GetProperty("basis").ValueEquals("estimate") ? 1 : 0, usage.GetProperty("input").GetInt64(),
            usage.GetProperty("output").GetInt64(), BudgetAmounts.Billionths(cost));
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
