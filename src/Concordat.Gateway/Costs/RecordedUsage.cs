using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Budgets;
using Concordat.Oversight.Costs;

namespace Concordat.Gateway.Costs;

/// <summary>Reads what an answer used out of the entry of its outcome.</summary>
internal static class RecordedUsage
{
    /// <summary>The usage; null for an entry that has none.</summary>
    public static UsageDay? Read(byte[] entry)
    {
        if (entry.AsSpan().IndexOf("\"usage\":{"u8) < 0)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(entry);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("type", out var type) || !type.ValueEquals("outcome")
                || !root.GetProperty("facts").TryGetProperty("usage", out var usage)
                || !DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return null;
            }

            var cost = decimal.TryParse(Text(usage, "cost"), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : 0;
            return new UsageDay(
                DateOnly.FromDateTime(time.UtcDateTime), Text(root, "use_case"), Text(root, "key"), Text(root, "model"), Text(root, "deployment"), Text(usage, "vendor"),
                Text(usage, "currency"), 1, usage.GetProperty("basis").ValueEquals("estimate") ? 1 : 0, usage.GetProperty("input").GetInt64(),
                usage.GetProperty("output").GetInt64(), BudgetAmounts.Billionths(cost));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null; // entries of the library's own users need not be of this form
        }
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
