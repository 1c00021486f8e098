using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks the networks that an agreement covers.</summary>
internal static class NetworkChecks
{
    private const int MostNetworks = 64;
    private const int MostNames = 64;

    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Terms.Networks is not { } networks)
        {
            return;
        }

        if (networks.Count is 0 or > MostNetworks)
        {
            fault("networks", $"`networks` names 1 to {MostNetworks} networks; leave it out where the configuration alone says what a network is accredited for");
        }

        foreach (var (id, network) in networks)
        {
            Check($"`{id}`", network, message => fault("networks", message));
        }
    }

    /// <summary>Checks what a network, or a cloud, is accredited for.</summary>
    /// <param name="place">What it is, in words.</param>
    public static void Check(string place, NetworkTerms? network, Action<string> fault)
    {
        if (network is null || !ClassificationLevels.All.Contains(network.Ceiling, StringComparer.Ordinal))
        {
            fault($"the ceiling of {place} is not a level; use one of {string.Join(", ", ClassificationLevels.All)}");
            return;
        }

        foreach (var nation in Of(network.Nations).Where(static nation => nation is not { Length: 3 } || !nation.All(char.IsAsciiLetterUpper)))
        {
            fault($"`{nation}` is not a nation of {place}; use a trigraph of ISO 3166, such as `GBR`");
        }

        if (Of(network.Nations).Length > MostNames || Of(network.Compartments).Length > MostNames || Of(network.Compartments).Any(string.IsNullOrWhiteSpace))
        {
            fault($"{place} has up to {MostNames} nations and {MostNames} compartments, each by name");
        }
    }

    private static ImmutableArray<string> Of(ImmutableArray<string>? names) => names is { IsDefault: false } listed ? listed : [];
}
