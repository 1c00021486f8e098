using System.Collections.Frozen;
using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Routing;
using Concordat.Oversight.Readiness;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Model;

/// <summary>A use case compiled for the request path: its facts, bound and written once.</summary>
internal sealed class UseCaseModel
{
    private readonly UseCaseModel[] _stages = [];
    private readonly Lazy<UseCaseModel>? _suspended;
    private readonly UseCaseModel? _standing;

    public UseCaseModel(UseCaseConfig config, NetworkConfig network, SourceRegistry sources)
        : this(config, network, sources, ReadinessStages.NotReady, standing: null)
    {
        if (IsDecided)
        {
            _stages = [.. ReadinessStages.All.Select(stage => new UseCaseModel(config, network, sources, stage, standing: null))];
        }
    }

    /// <param name="standing">The same while it is not suspended; null for that itself.</param>
    private UseCaseModel(UseCaseConfig config, NetworkConfig network, SourceRegistry sources, string stage, UseCaseModel? standing)
    {
        _standing = standing;
        _suspended = standing is null ? new Lazy<UseCaseModel>(() => new UseCaseModel(config, network, sources, stage, this)) : null;
        Id = config.Id;
        Hash = RouteHash.Of(config.Id);
        IsDecided = config.Readiness is UseCaseConfig.Decided;
        Facts = new UseCaseFacts(config.Id, config.Purpose, config.Organisation, config.Official, network.Id, IsDecided ? stage : config.Readiness,
            config.Functions.ToFrozenSet(StringComparer.Ordinal), config.Authorities.ToFrozenSet(StringComparer.Ordinal),
            config.HumanDecider, Suspended: standing is not null);
        Principal = new EntityUid(EntityTypes.UseCase, config.Id);
        Bound = FactsBinding.UseCase(Facts);
        Json = FactsWriter.UseCase(Facts);
        Sources = config.Sources;
        Wait = config.Wait;
        IsShadowed = config.Shadowed;
        DefaultSources = sources.Resolve(config.Sources);
    }

    public string Id { get; }

    /// <summary>Whether how far it has been let out goes by signed decisions.</summary>
    public bool IsDecided { get; }

    /// <summary>Of the id; parts what belongs to different use cases.</summary>
    public ulong Hash { get; }

    public UseCaseFacts Facts { get; }

    public EntityUid Principal { get; }

    /// <summary>The facts as clauses read them.</summary>
    public CedarValue Bound { get; }

    /// <summary>The facts as entries carry them, canonical JSON.</summary>
    public byte[] Json { get; }

    /// <summary>Ids of the data sources that the use case is registered for.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>How long a held request waits for people, where its client does not say.</summary>
    public TimeSpan Wait { get; }

    /// <summary>Whether copies of its requests may go to candidates.</summary>
    public bool IsShadowed { get; }

    /// <summary>The use case as it is at a stage, where its readiness is decided.</summary>
    public UseCaseModel At(string stage) => _stages[ReadinessStages.Rank(stage)];

    /// <summary>The use case as it is while the parties have suspended it together, or have not.</summary>
    public UseCaseModel When(bool suspended) => suspended ? _suspended?.Value ?? this : _standing ?? this;

    /// <summary>What a request draws on when it declares nothing itself.</summary>
    public SourceFacts DefaultSources { get; }
}
