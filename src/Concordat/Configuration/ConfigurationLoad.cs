using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>What came of reading a configuration file: a configuration, or everything that is wrong with it.</summary>
/// <param name="Config">Null exactly when there are errors; every path in it is absolute.</param>
/// <param name="Errors">In the order of the file.</param>
internal sealed record ConfigurationLoad(ConcordatConfig? Config, IReadOnlyList<ConfigurationError> Errors);
