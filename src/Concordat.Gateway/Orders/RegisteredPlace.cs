using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Orders;

/// <summary>What a configuration says of a deployment or a tool server, as far as orders go by it.</summary>
/// <param name="Address">Where it is asked, and for which model; null where it has no address, as the sandbox.</param>
internal sealed record RegisteredPlace(
    string Name, string Kind, string? Address, string Vendor, string Model, string? UpstreamModel, string Cloud, string Region, string Version)
{
    /// <summary>How the ids of these begin in the store, which remembers other things beside them.</summary>
    public const string Prefix = "place.";

    public static RegisteredPlace Of(DeploymentConfig deployment) => new(
        deployment.Name, deployment.Kind, AddressOf(deployment), deployment.Vendor, deployment.Model, deployment.UpstreamModel, deployment.Cloud, deployment.Region, deployment.Version);

    /// <summary>The same for the same registration.</summary>
    [JsonIgnore]
    public string Id => $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(ToJson()))}";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, OrdersJson.Plain.RegisteredPlace);

    /// <exception cref="JsonException">It is none.</exception>
    public static RegisteredPlace Parse(byte[] json) =>
        JsonSerializer.Deserialize(json, OrdersJson.Plain.RegisteredPlace) is { Name: not null, Vendor: not null, Model: not null, Cloud: not null, Region: not null, Version: not null } place
            ? place
            : throw new JsonException("a registration that orders named cannot be read");

    /// <summary>As orders see it.</summary>
    public DeploymentConfig AsDeployment() => new()
    {
        Name = Name, Kind = Kind, Vendor = Vendor, Model = Model, UpstreamModel = UpstreamModel, Cloud = Cloud, Region = Region, Version = Version,
    };

    /// <summary>How another registration differs, in words.</summary>
    public string ChangesTo(RegisteredPlace other)
    {
        (string What, string? Was, string? Is)[] members =
        [
            ("its id", Name, other.Name), ("vendor", Vendor, other.Vendor), ("model", Model, other.Model), ("upstream model", UpstreamModel, other.UpstreamModel),
            ("version", Version, other.Version), ("cloud", Cloud, other.Cloud), ("region", Region, other.Region),
        ];
        return string.Join(", ", members.Where(static each => each.Was != each.Is).Select(static each => $"{each.What} from `{each.Was ?? "none"}` to `{each.Is ?? "none"}`"));
    }

    // One host serves many models by their names; a tool server is one, whatever it is called. However the address is written, it is the same one.
    private static string? AddressOf(DeploymentConfig deployment) => !Uri.TryCreate(deployment.Url, UriKind.Absolute, out var url)
        ? null
        : $"{url.GetComponents(UriComponents.Scheme, UriFormat.Unescaped)}://{url.IdnHost.TrimEnd('.')}:{url.Port}{url.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.Unescaped).TrimEnd('/')} {(deployment.Kind is McpServerConfig.DeploymentKind ? "" : (deployment.UpstreamModel ?? deployment.Model).Trim())}"
            .ToUpperInvariant();
}
