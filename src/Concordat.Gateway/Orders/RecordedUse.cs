using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>A recorded decision about a request, as orders are judged for it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RecordedUse(OrderSubject Subject, DateTimeOffset Time, string Verdict)
{
    /// <summary>Reads an entry; null when it is not the decision about a request.</summary>
    /// <param name="entry">The entry, as the ledger has it.</param>
    /// <param name="network">Id of the installation's network.</param>
    /// <param name="upstreamModel">What the upstream calls the model, by name of a registered deployment.</param>
    public static RecordedUse? Read(byte[] entry, string network, IReadOnlyDictionary<string, string> upstreamModel)
    {
        try
        {
            using var parsed = JsonDocument.Parse(entry);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "type") is not ("decision" or "shadow") || !root.TryGetProperty("facts", out var facts)
                || !DateTimeOffset.TryParse(Text(root, "time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                || !facts.TryGetProperty("deployment", out var deployment))
            {
                return null;
            }

            var name = Text(root, "deployment");
            var organisation = facts.TryGetProperty("useCase", out var useCase) ? Text(useCase, "organisation") : "";
            return new RecordedUse(
                new OrderSubject(
                    Text(root, "use_case"), organisation, network, name, Text(deployment, "vendor"), Text(root, "model"),
                    upstreamModel.GetValueOrDefault(name), Text(deployment, "cloud"), Text(deployment, "region")),
                time, Text(root, "verdict"));
        }
        catch (JsonException)
        {
            return null; // entries of the library's own users need not be JSON
        }
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
