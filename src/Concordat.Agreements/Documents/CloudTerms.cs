using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Serialization;

namespace Concordat.Agreements.Documents;

/// <summary>A cloud that a deployment may count as standing in, as the parties agreed.</summary>
public sealed record CloudTerms
{
    /// <summary>Most clouds that an agreement names.</summary>
    public const int Most = 64;

    /// <summary>Most partitions, regions and blocks of addresses of one cloud each.</summary>
    public const int MostNames = 256;

    /// <summary>Its name, as deployments are registered with it, such as <c>aws-us-gov</c>.</summary>
    public required string Cloud { get; init; }

    /// <summary>The partitions of it that count; any where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Partitions { get; init; }

    /// <summary>The regions of it that count; any where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Regions { get; init; }

    /// <summary>Blocks of addresses that are its own besides those that it publishes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? Addresses { get; init; }

    /// <summary>What deployments there are accredited for at most; as their configuration and the network have it where nothing is written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NetworkTerms? Accreditation { get; init; }

    /// <summary>The blocks of <see cref="Addresses"/>.</summary>
    /// <exception cref="FormatException">One is not a block; lint finds that before anybody signs.</exception>
    [JsonIgnore]
    public ImmutableArray<IPNetwork> Blocks => Addresses is { IsDefault: false } listed ? [.. listed.Select(IPNetwork.Parse)] : [];

    /// <summary>Whether this is the cloud that is meant, in any partition and region.</summary>
    public bool Is(string cloud) => Cloud.Equals(cloud, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a partition and a region of the cloud count.</summary>
    public bool Covers(string partition, string region) => Has(Partitions, partition) && Has(Regions, region);

    /// <summary>In words, such as <c>aws-us-gov (regions us-gov-west-1)</c>.</summary>
    public string ToWords()
    {
        string[] limits = [.. ((string[])[Listed("partitions", Partitions), Listed("regions", Regions), Listed("also at", Addresses), Accreditation is { } own ? $"accredited for {own.ToWords()}" : ""]).Where(static part => part.Length > 0)];
        return limits.Length == 0 ? Cloud : $"{Cloud} ({string.Join("; ", limits)})";
    }

    private static bool Has(ImmutableArray<string>? names, string name) =>
        names is not { IsDefault: false } written || written.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static string Listed(string name, ImmutableArray<string>? names) => names is { IsDefault: false } written ? $"{name} {string.Join(", ", written)}" : "";
}
