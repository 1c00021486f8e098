using System.Collections.Immutable;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Addresses;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Upstreams;

namespace Concordat.Gateway.Deployments;

/// <summary>
/// Where a deployment or a tool server counts as hosted. That it is in a cloud is not taken at the operator's word: the cloud is one of those that the agreement
/// names, or where it names none one that publishes its addresses, and connections lead to its addresses alone. Immutable.
/// </summary>
public sealed class DeploymentPlace
{
    private const string InCloud = "cloud";
    private const string Unknown = "unknown";

    /// <summary>A list is old after so many days.</summary>
    private const int ListDays = 183;

    private DeploymentPlace(string hosting, AddressRule rule, string? because = null) => (Hosting, Rule, Because) = (hosting, rule, because);

    /// <summary>The clouds that publish their addresses, which count where the agreement names none.</summary>
    public static IEnumerable<string> PublishingClouds => CloudRanges.Shipped.Clouds;

    /// <summary>The fact: as registered, or <c>unknown</c> where a cloud is claimed that does not count.</summary>
    public string Hosting { get; }

    /// <summary>Why it is not as registered; null where it is.</summary>
    public string? Because { get; }

    /// <summary>Of when the list of addresses is that its connections are held to; null where they are held to no list that a cloud publishes.</summary>
    public string? ListAsOf => Rule is { IsHeld: true, IsListedAlone: false } && CloudRanges.Shipped.Knows(Rule.Cloud) ? CloudRanges.Shipped.AsOf : null;

    /// <summary>Where its connections may lead.</summary>
    internal AddressRule Rule { get; }

    /// <param name="terms">Of the agreement in force.</param>
    public static DeploymentPlace Of(DeploymentConfig deployment, AgreementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        ArgumentNullException.ThrowIfNull(terms);
        var list = CloudRanges.Shipped.ListOf(deployment.Cloud, deployment.Partition);
        var anywhere = new AddressRule(list, terms.Blocks);

        // The sandbox is code of the gateway: there is no model, and nothing is connected to.
        if (deployment.Hosting != InCloud || deployment.Kind == UpstreamKinds.Sandbox)
        {
            return new DeploymentPlace(deployment.Hosting, anywhere);
        }

        var (because, held) = terms.Clouds is { IsDefault: false } clouds ? Named(deployment, list, clouds) : Unnamed(deployment, anywhere);
        because ??= Uri.TryCreate(deployment.Url, UriKind.Absolute, out var url) ? held.Fault(url) : "it has no address";
        return because is null
            ? new DeploymentPlace(InCloud, held)
            : new DeploymentPlace(Unknown, anywhere, $"registered as `hosting: cloud`, which does not count: {because}");
    }

    /// <summary>Those of the deployments and tool servers of a configuration whose claim does not count, and why.</summary>
    public static IEnumerable<(string Deployment, string Because)> Doubts(ConcordatConfig config, AgreementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(config);
        return All(config, terms).Select(static each => (each.Name, each.Place.Because)).Where(static each => each.Because is not null).Select(static each => (each.Name, each.Because!));
    }

    /// <summary>The deployments and tool servers that are held to lists that clouds published more than half a year ago: what a cloud got since is refused.</summary>
    public static IEnumerable<string> HeldToOldLists(ConcordatConfig config, AgreementTerms terms, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(config);
        return CloudRanges.Shipped.Day is { } day && day.AddDays(ListDays) < DateOnly.FromDateTime(now.UtcDateTime)
            ? All(config, terms).Where(static each => each.Place.ListAsOf is not null).Select(static each => each.Name)
            : [];
    }

    private static IEnumerable<(string Name, DeploymentPlace Place)> All(ConcordatConfig config, AgreementTerms terms) =>
        OrderSubjects.Places(config).Select(deployment => (deployment.Name, Of(deployment, terms)));

    private static (string? Because, AddressRule Rule) Named(DeploymentConfig deployment, string list, ImmutableArray<CloudTerms> clouds)
    {
        CloudTerms[] named = [.. clouds.Where(cloud => cloud.Is(deployment.Cloud))];
        CloudTerms[] covering = [.. named.Where(cloud => cloud.Covers(deployment.Partition, deployment.Region))];
        var asked = deployment.Aws?.Region ?? deployment.Google?.Location;
        var inRegion = covering.Length > 0 && Array.TrueForAll(covering, static cloud => cloud.Regions is not null);
        var rule = new AddressRule(list, [.. covering.SelectMany(static cloud => cloud.Blocks)]) { IsHeld = true, IsListedAlone = inRegion && RegionalEndpoint.RegionOf(deployment) is null };
        return (named.Length == 0 ? $"the agreement does not name the cloud `{deployment.Cloud}` (terms.clouds)"
            : covering.Length == 0 ? $"the agreement does not name the partition `{deployment.Partition}` and the region `{deployment.Region}` of `{deployment.Cloud}` together (terms.clouds)"
            : rule.Listed.IsEmpty && !CloudRanges.Shipped.Knows(list) ? $"nobody publishes the addresses of `{deployment.Cloud}`, and the agreement lists none of them (terms.clouds)"
            : inRegion && asked is not null && !asked.Equals(deployment.Region, StringComparison.OrdinalIgnoreCase)
                ? $"its requests are for `{asked}`, and it is registered in the region `{deployment.Region}`"
            : rule is { IsListedAlone: true, Listed.IsEmpty: true } ? $"nothing but the configuration says that it stands in `{deployment.Region}`, and the agreement, which names regions of `{deployment.Cloud}`, lists no addresses there (terms.clouds)"
            : null, rule);
    }

    private static (string? Because, AddressRule Rule) Unnamed(DeploymentConfig deployment, AddressRule rule) => CloudRanges.Shipped.Knows(rule.Cloud)
        ? (null, rule with { IsHeld = true })
        : ($"`{deployment.Cloud}` is none of the clouds that publish their addresses ({string.Join(", ", CloudRanges.Shipped.Clouds)}), and the agreement names no clouds (terms.clouds)", rule);
}
