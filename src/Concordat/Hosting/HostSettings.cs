using Concordat.Configuration;
using Concordat.Gateway.Configuration;

namespace Concordat.Hosting;

/// <summary>What a process serves.</summary>
/// <param name="ConfigurationPath">The file that is watched for changes.</param>
/// <param name="Config">What it held at the start, checked.</param>
/// <param name="Load">Reads it again; adds what the command line adds.</param>
internal sealed record HostSettings(string ConfigurationPath, ConcordatConfig Config, Func<string, ConfigurationLoad> Load);
