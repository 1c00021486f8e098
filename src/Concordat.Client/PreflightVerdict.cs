using System.Collections.Immutable;
using System.Text.Json;

namespace Concordat.Client;

/// <summary>A gateway's verdict on a request that was not sent.</summary>
/// <param name="Kind">Permit, hold or refuse.</param>
/// <param name="Clauses">The clauses that decided.</param>
/// <param name="Agreement">Hash of the agreement that decided, where the gateway gave it.</param>
public sealed record PreflightVerdict(PreflightVerdictKind Kind, ImmutableArray<PreflightClause> Clauses, string? Agreement)
{
    /// <summary>Reads the gateway's answer; fields that are not known are passed over.</summary>
    /// <exception cref="PreflightException">The answer holds no verdict that is known here.</exception>
    public static PreflightVerdict Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var kind = root.GetProperty("verdict").GetString() switch
            {
                "permit" => PreflightVerdictKind.Permit,
                "hold" => PreflightVerdictKind.Hold,
                "refuse" => PreflightVerdictKind.Refuse,
                var other => throw new PreflightException($"the gateway gave the verdict `{other}`, which this client does not know"),
            };
            var clauses = root.TryGetProperty("clauses", out var list) ? list.EnumerateArray().Select(ReadClause).ToImmutableArray() : [];
            return new PreflightVerdict(kind, clauses, TextOf(root, "agreement"));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new PreflightException("the gateway's answer is not a verdict (is this the address of a gateway?)", e);
        }
    }

    private static PreflightClause ReadClause(JsonElement clause) => new(
        TextOf(clause, "clause") ?? throw new JsonException("a clause has no number"),
        TextOf(clause, "title"), TextOf(clause, "authority"), TextOf(clause, "because"));

    private static string? TextOf(JsonElement element, string name) =>
        !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : value.GetRawText();
}
