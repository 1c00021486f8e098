using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Model;

/// <summary>A deployment compiled for the request path: its facts, its model name as the upstream knows it, its endpoint.</summary>
internal sealed class DeploymentModel
{
    public DeploymentModel(DeploymentConfig config, NetworkConfig network, IUpstream upstream)
    {
        Config = config;
        Upstream = upstream;
        Facts = new DeploymentFacts(config.Name, config.Vendor, config.Cloud, config.Region, config.Network, config.Hosting, config.Assurance,
            Approved: string.Equals(config.Network, network.Id, StringComparison.Ordinal), config.Verified);
        Bound = FactsBinding.Deployment(Facts);
        Json = FactsWriter.Deployment(Facts);
        UpstreamModel = config.UpstreamModel is null || config.UpstreamModel == config.Model
            ? null
            : System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(config.UpstreamModel, ModelNameJson.Default.String);
    }

    public DeploymentConfig Config { get; }

    public IUpstream Upstream { get; }

    public DeploymentFacts Facts { get; }

    public CedarValue Bound { get; }

    public byte[] Json { get; }

    /// <summary>The JSON string that replaces the model's name in the body, when the upstream knows the model by another one.</summary>
    public byte[]? UpstreamModel { get; }

    /// <summary>Requests of this path are sent on as they are.</summary>
    public bool Speaks(string path) => UpstreamKinds.IsNative(Config.Kind, path);

    /// <summary>Requests of this path are sent on as they are, or translated.</summary>
    public bool Reaches(string path) => UpstreamKinds.Reaches(Config.Kind, path);
}
