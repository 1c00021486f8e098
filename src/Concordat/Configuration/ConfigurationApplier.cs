using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Puts a checked configuration into force as a whole, or leaves everything as it was and says why.</summary>
/// <returns>Empty when it is in force.</returns>
internal delegate ValueTask<IReadOnlyList<string>> ConfigurationApplier(ConcordatConfig config, CancellationToken cancellationToken);
