namespace Concordat.Configuration;

/// <summary>A list.</summary>
internal sealed record SequenceNode(int Line, int Column, IReadOnlyList<ConfigurationNode> Items) : ConfigurationNode(Line, Column);
