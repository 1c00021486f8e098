using Concordat.Attestation;
using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Upstreams;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Model;

/// <summary>A deployment compiled for the request path: its facts, its model name as the upstream knows it, its endpoint.</summary>
internal sealed class DeploymentModel
{
    private readonly EvidenceState? _evidence;
    private readonly ProvenEvidence? _proven;
    private volatile DeploymentModel? _attested;

    /// <param name="place">Where it counts as hosted under the agreement in force.</param>
    public DeploymentModel(
        DeploymentConfig config, AgreedNetwork network, DeploymentPlace place, IUpstream upstream, EvidenceState? evidence = null, DeploymentHealth? health = null)
    {
        Health = health ?? new DeploymentHealth(new ModelConfig { Name = config.Model }, TimeProvider.System, Random.Shared);
        Config = config;
        Upstream = upstream;
        Registered = this;
        Ceiling = Ceilings.Of(network, config);
        _evidence = evidence;
        Facts = FactsOf(config, network.Config, place);
        Bound = FactsBinding.Deployment(Facts);
        Json = FactsWriter.Deployment(Facts);
        UpstreamModel = config.UpstreamModel is null || config.UpstreamModel == config.Model
            ? null
            : System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(config.UpstreamModel, ModelNameJson.Default.String);
    }

    private DeploymentModel(DeploymentModel registered, ProvenEvidence proven)
    {
        (Config, Upstream, UpstreamModel, Ceiling) = (registered.Config, registered.Upstream, registered.UpstreamModel, registered.Ceiling);
        (Registered, _proven, Health) = (registered, proven, registered.Health);
        Facts = registered.Facts with { Assurance = proven.Level.ToString() };
        Bound = FactsBinding.Deployment(Facts);
        Json = FactsWriter.Deployment(Facts, proven.Hash);
    }

    /// <summary>The facts of a deployment that has proven nothing.</summary>
    public static DeploymentFacts FactsOf(DeploymentConfig config, NetworkConfig network, DeploymentPlace place) => new(
        config.Name, config.Vendor, config.Cloud, config.Region, config.Network, place.Hosting, nameof(AssuranceLevel.A0),
        Approved: string.Equals(config.Network, network.Id, StringComparison.Ordinal), config.Verified);

    public DeploymentConfig Config { get; }

    public IUpstream Upstream { get; }

    /// <summary>What real traffic shows of it.</summary>
    public DeploymentHealth Health { get; }

    public DeploymentFacts Facts { get; }

    public CedarValue Bound { get; }

    public byte[] Json { get; }

    /// <summary>What texts may pass to it and back: what its own network and that of the gateway are both accredited for.</summary>
    public NetworkCeiling Ceiling { get; }

    /// <summary>The deployment as the configuration has it, whatever it has proven.</summary>
    public DeploymentModel Registered { get; }

    /// <summary>The JSON string that replaces the model's name in the body, when the upstream knows the model by another one.</summary>
    public byte[]? UpstreamModel { get; }

    /// <summary>The deployment with what it has proven as of a moment. Allocates only when the proof is a new one.</summary>
    public DeploymentModel AsOf(DateTimeOffset now)
    {
        if (Registered._evidence?.At(now) is not { } proven)
        {
            return Registered;
        }

        var attested = Registered._attested;
        if (!ReferenceEquals(attested?._proven, proven))
        {
            Registered._attested = attested = new DeploymentModel(Registered, proven);
        }

        return attested!;
    }

    /// <summary>Requests of this path are sent on as they are.</summary>
    public bool Speaks(string path) => UpstreamKinds.IsNative(Config.Kind, path);

    /// <summary>Requests of this path are sent on as they are, or translated.</summary>
    public bool Reaches(string path) => UpstreamKinds.Reaches(Config.Kind, path);
}
