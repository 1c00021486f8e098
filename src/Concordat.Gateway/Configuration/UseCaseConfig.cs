namespace Concordat.Gateway.Configuration;

/// <summary>A registered workload: who asks, what for, under whose responsibility.</summary>
public sealed record UseCaseConfig
{
    public required string Id { get; init; }

    public required string Purpose { get; init; }

    public required string Organisation { get; init; }

    public required string Official { get; init; }

    public IReadOnlyList<string> Functions { get; init; } = [];

    public IReadOnlyList<string> Authorities { get; init; } = [];

    /// <summary>Ids of the data sources the use case works on when a request declares none.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>One of <c>not-ready</c>, <c>shadow</c>, <c>trial</c>, <c>general</c>.</summary>
    public string Readiness { get; init; } = "not-ready";

    /// <summary>Whether a named person decides on what the model advises.</summary>
    public bool HumanDecider { get; init; }

    public bool Suspended { get; init; }

    /// <summary>Whether copies of its requests may go to deployments that are candidates.</summary>
    public bool Shadowed { get; init; }

    /// <summary>How long a held request waits for people before it is answered, where its client does not say.</summary>
    public TimeSpan Wait { get; init; }
}
