using System.Text.Json;
using System.Text.Json.Nodes;
using Concordat.Commands;

namespace Concordat.Equivalence;

/// <summary>What an answer must be: all that is given must hold.</summary>
/// <param name="Contains">Texts that it must have in it, whatever their case.</param>
/// <param name="Equal">The text that it must be, but for white space around it; null for any.</param>
/// <param name="Json">Members that it must have, as one JSON object; null where it need not be JSON.</param>
/// <param name="Tool">The tool that must be called; null for none in particular.</param>
/// <param name="Arguments">The arguments that the call must have, whatever the order of members; null for any.</param>
internal sealed record Expectation(IReadOnlyList<string> Contains, string? Equal, IReadOnlyList<string>? Json, string? Tool, JsonNode? Arguments)
{
    private static readonly string[] Members = ["contains", "equals", "json", "call"];

    /// <exception cref="CommandException">Something else is asked for.</exception>
    public static Expectation? Of(JsonNode? expect, string place)
    {
        if (expect is null)
        {
            return null;
        }

        var root = expect.AsObject();
        if (root.Count == 0 || root.Any(member => !Members.Contains(member.Key, StringComparer.Ordinal)))
        {
            throw new CommandException($"{place}: `expect` has one or more of {string.Join(", ", Members)}");
        }

        return new Expectation(
            Strings(root["contains"]) ?? [], (string?)root["equals"], Strings(root["json"]), (string?)root["call"]?["tool"], root["call"]?["arguments"]);
    }

    /// <summary>Whether an answer is as it must be.</summary>
    public bool Holds(string text, IReadOnlyList<ObservedCall> calls) =>
        Contains.All(part => text.Contains(part, StringComparison.OrdinalIgnoreCase))
        && (Equal is null || text.Trim().Equals(Equal.Trim(), StringComparison.Ordinal))
        && (Json is null || HasMembers(text, Json))
        && (Tool is null || calls.Any(call => call.Tool.Equals(Tool, StringComparison.Ordinal) && (Arguments is null || call.Arguments.Equals(ObservedCall.HashOf(Arguments.ToJsonString()), StringComparison.Ordinal))));

    private static bool HasMembers(string text, IReadOnlyList<string> members)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind == JsonValueKind.Object && members.All(member => parsed.RootElement.TryGetProperty(member, out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static List<string>? Strings(JsonNode? node) => node switch
    {
        null => null,
        JsonArray many => [.. many.Select(each => (string)each!)],
        _ => [(string)node!],
    };
}
