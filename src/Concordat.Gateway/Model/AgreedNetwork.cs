using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Safeguards;

namespace Concordat.Gateway.Model;

/// <summary>The network of a gateway with what the configuration and the agreement both say of it.</summary>
/// <param name="Config">As configured.</param>
/// <param name="Ceiling">The lower of both levels, the compartments of both, the nations of either.</param>
/// <param name="Equivalences">The levels that count as equal, as signed.</param>
internal sealed record AgreedNetwork(NetworkConfig Config, NetworkCeiling Ceiling, ImmutableArray<LevelEquivalence> Equivalences)
{
    /// <summary>The clouds of the agreement, some of which it has an accreditation for.</summary>
    public ImmutableArray<CloudTerms> Clouds { get; init; } = [];
}
