using System.Collections.Frozen;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Dialects;

namespace Concordat.Gateway.Model;

/// <summary>
/// The registered tools and their effects. A name is registered only letter for letter: whatever differs, if only by case or an
/// invisible character, is <c>unknown</c>. Immutable.
/// </summary>
internal sealed class ToolRegistry(IReadOnlyList<ToolConfig> tools)
{
    public const string Unknown = "unknown";

    private static readonly FrozenSet<string> None = FrozenSet<string>.Empty;

    private readonly FrozenDictionary<string, ToolEffects> _effects =
        tools.ToFrozenDictionary(tool => tool.Name, tool => new ToolEffects(tool), StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string> _definitions = tools
        .Where(tool => tool.Definition is not null)
        .ToFrozenDictionary(tool => tool.Name, tool => tool.Definition!, StringComparer.Ordinal);

    /// <summary>Whether somebody accepted this very definition of the tool.</summary>
    /// <param name="definition">SHA-256 of the definition, lower hex.</param>
    public bool IsAccepted(string name, string definition) =>
        _definitions.TryGetValue(name, out var accepted) && accepted.Equals(definition, StringComparison.Ordinal);

    /// <summary>The worst effect of a tool.</summary>
    public bool TryGetEffect(string name, out string effect)
    {
        var registered = _effects.TryGetValue(name, out var found);
        effect = found?.Worst ?? Unknown;
        return registered;
    }

    /// <summary>The effect of one call with these arguments.</summary>
    public bool TryGetEffect(string name, ReadOnlySpan<byte> arguments, out string effect)
    {
        var registered = _effects.TryGetValue(name, out var found);
        effect = found?.Of(arguments) ?? Unknown;
        return registered;
    }

    /// <summary>The effects of the tools that a request offers.</summary>
    public FrozenSet<string> EffectsOf(List<OfferedTool> offered)
    {
        if (offered.Count == 0)
        {
            return None;
        }

        var effects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in offered)
        {
            TryGetEffect(tool.Name, out var effect); // with arguments that nobody knows yet
            effects.Add(effect);
        }

        return effects.ToFrozenSet(StringComparer.Ordinal);
    }
}
