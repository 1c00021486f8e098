using System.Globalization;
using System.Text.Json;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Model;

/// <summary>What one registered tool does, by the arguments of a call. Immutable, thread-safe.</summary>
internal sealed class ToolEffects(ToolConfig config)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private readonly Case[] _lesser = [.. config.Lesser.Select(static lesser => new Case(lesser))];

    /// <summary>The effect of a call whose arguments are not known, or that no lesser case describes.</summary>
    public string Worst { get; } = config.Effect;

    /// <summary>The effect of one call.</summary>
    /// <param name="arguments">The arguments as the model wrote them; what is no sound JSON object has the worst effect.</param>
    public string Of(ReadOnlySpan<byte> arguments)
    {
        if (_lesser.Length == 0)
        {
            return Worst;
        }

        try
        {
            using var json = JsonDocument.Parse(arguments.ToArray(), Strict);
            foreach (var lesser in _lesser)
            {
                if (lesser.Describes(json.RootElement))
                {
                    return lesser.Effect;
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Not sound JSON, a member given twice, or text that is no Unicode: whoever runs the tool may read it in any way.
        }

        return Worst;
    }

    private sealed class Case(ToolCaseConfig config)
    {
        private readonly ToolCondition[] _where = [.. config.Where.Select(static condition => new ToolCondition(condition))];

        public string Effect { get; } = config.Effect;

        public bool Describes(JsonElement arguments)
        {
            return arguments.ValueKind == JsonValueKind.Object && IsCovered(arguments, 0, _where) && Array.TrueForAll(_where, condition => condition.IsMet(arguments));
        }

        /// <summary>Whether every part of a value is named by a condition: what nobody thought of makes a call the worst.</summary>
        private static bool IsCovered(JsonElement value, int depth, ToolCondition[] about)
        {
            if (Array.Exists(about, condition => condition.Path.Count == depth))
            {
                return true; // that condition is about the whole value
            }

            return value.ValueKind switch
            {
                JsonValueKind.Object => value.EnumerateObject().All(member => IsNamed(member.Value, member.Name, depth, about)),
                JsonValueKind.Array => value.EnumerateArray().Select(static (item, i) => (Item: item, Name: i.ToString(CultureInfo.InvariantCulture)))
                    .All(each => IsNamed(each.Item, each.Name, depth, about)),
                _ => true, // a condition that looks into it fails
            };
        }

        private static bool IsNamed(JsonElement value, string name, int depth, ToolCondition[] about)
        {
            var deeper = Array.FindAll(about, condition => condition.Path[depth].Equals(name, StringComparison.Ordinal));
            return deeper.Length > 0 && IsCovered(value, depth + 1, deeper);
        }
    }
}
