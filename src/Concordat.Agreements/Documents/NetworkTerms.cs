using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>What a network is accredited for, as the parties agreed; a configuration can name less, never more.</summary>
public sealed record NetworkTerms
{
    /// <summary>The highest level of texts, a U.S. or a NATO one: one of <see cref="ClassificationLevels.All"/>.</summary>
    public required string Ceiling { get; init; }

    /// <summary>ISO 3166 trigraphs of the nations present on it, beside those that the configuration names; as configured where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Nations { get; init; }

    /// <summary>Control systems, special access programs and atomic energy data that it is accredited for at most; as configured where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Compartments { get; init; }

    /// <summary>In words, such as <c>SECRET, nations USA, GBR</c>.</summary>
    public string ToWords() => string.Join("; ", ((string[])[Ceiling, Listed("nations", Nations), Listed("compartments", Compartments)]).Where(static part => part.Length > 0));

    private static string Listed(string name, ImmutableArray<string>? names) => names is { IsDefault: false } listed ? $"{name} {(listed.IsEmpty ? "none" : string.Join(", ", listed))}" : "";
}
