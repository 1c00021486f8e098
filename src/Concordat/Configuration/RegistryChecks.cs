using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks ids: well formed, not given twice, and registered where they are used.</summary>
internal static class RegistryChecks
{
    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        Unique(config.Parties, "parties", "name", p => p.Name, findings);
        Unique(config.Sources, "sources", "id", s => s.Id, findings);
        Unique(config.Tools, "tools", "name", t => t.Name, findings);
        Unique(config.UseCases, "useCases", "id", u => u.Id, findings);
        Unique(config.Deployments, "deployments", "name", d => d.Name, findings);
        Shaped(config.Sources, "sources", "id", s => s.Id, findings);
        Shaped(config.Tools, "tools", "name", t => t.Name, findings);
        Shaped(config.UseCases, "useCases", "id", u => u.Id, findings);
        Shaped(config.Deployments, "deployments", "name", d => d.Name, findings);

        for (var i = 0; i < config.UseCases.Count; i++)
        {
            UseCase(config, i, findings);
        }
    }

    private static void UseCase(ConcordatConfig config, int index, ConfigurationFindings findings)
    {
        var useCase = config.UseCases[index];
        for (var i = 0; i < useCase.Sources.Count; i++)
        {
            var source = useCase.Sources[i];
            if (source.Length > 0 && !config.Sources.Any(s => s.Id.Equals(source, StringComparison.Ordinal)))
            {
                findings.AddAt(
                    $"useCases[{index}].sources[{i}]",
                    $"`useCases[{index}].sources[{i}]` names the source `{source}`, which is not registered under `sources`"
                    + Suggestion.For(source, config.Sources.Select(s => s.Id)));
            }
        }

        for (var i = 0; i < useCase.Authorities.Count; i++)
        {
            if (useCase.Authorities[i].Length > 0 && useCase.Authorities[i].Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            {
                findings.AddAt(
                    $"useCases[{index}].authorities[{i}]",
                    $"`useCases[{index}].authorities[{i}]` must be the id of an authority without spaces, such as `dodd-3000.09@2023-01-25`");
            }
        }
    }

    private static void Unique<T>(IReadOnlyList<T> items, string list, string key, Func<T, string> id, ConfigurationFindings findings)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            if (id(items[i]) is { Length: > 0 } text && !first.TryAdd(text, i))
            {
                findings.AddAt($"{list}[{i}].{key}", $"`{list}[{i}].{key}` is `{text}`, which `{list}[{first[text]}]` already has");
            }
        }
    }

    private static void Shaped<T>(IReadOnlyList<T> items, string list, string key, Func<T, string> id, ConfigurationFindings findings)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (id(items[i]) is { Length: > 0 } text && !Identifiers.IsId(text))
            {
                findings.AddAt($"{list}[{i}].{key}", $"`{list}[{i}].{key}` {Identifiers.Rule}");
            }
        }
    }
}
