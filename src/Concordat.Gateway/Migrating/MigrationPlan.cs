using System.Collections.Immutable;

namespace Concordat.Gateway.Migrating;

/// <summary>How the requests of one model are taken from some of its deployments to others, step by step.</summary>
public sealed record MigrationPlan
{
    public required string Id { get; init; }

    /// <summary>The model that clients ask for.</summary>
    public required string Model { get; init; }

    /// <summary>Names of the deployments that serve it now.</summary>
    public required ImmutableArray<string> From { get; init; }

    /// <summary>Names of the deployments that shall serve it; candidates in the configuration.</summary>
    public required ImmutableArray<string> To { get; init; }

    /// <summary>In the order in which they follow each other; the last moves everything.</summary>
    public required ImmutableArray<MigrationStage> Stages { get; init; }
}
