namespace Concordat.Configuration;

/// <summary>A piece of YAML and where it starts; lines and columns count from 1.</summary>
internal abstract record ConfigurationNode(int Line, int Column);
