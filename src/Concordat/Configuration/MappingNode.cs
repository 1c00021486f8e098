namespace Concordat.Configuration;

/// <summary>Keys and values in the order of the file; no key stands twice.</summary>
internal sealed record MappingNode(int Line, int Column, IReadOnlyList<KeyValuePair<ScalarNode, ConfigurationNode>> Entries)
    : ConfigurationNode(Line, Column);
