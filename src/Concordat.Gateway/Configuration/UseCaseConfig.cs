namespace Concordat.Gateway.Configuration;

/// <summary>A registered workload: who asks, what for, under whose responsibility.</summary>
public sealed record UseCaseConfig
{
    public required string Id { get; init; }

    public required string Purpose { get; init; }

    public required string Organisation { get; init; }

    public required string Official { get; init; }

    /// <summary>E-mail address of who is told of changes that turn verdicts of its certified suite; null for nobody.</summary>
    public string? Contact { get; init; }

    public IReadOnlyList<string> Functions { get; init; } = [];

    public IReadOnlyList<string> Authorities { get; init; } = [];

    /// <summary>Ids of the data sources the use case works on when a request declares none.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The readiness of a use case that goes by signed decisions.</summary>
    public const string Decided = "decided";

    /// <summary>One of <c>not-ready</c>, <c>shadow</c>, <c>trial</c>, <c>general</c>, or <see cref="Decided"/>.</summary>
    public string Readiness { get; init; } = "not-ready";

    /// <summary>Whether a named person decides on what the model advises.</summary>
    public bool HumanDecider { get; init; }

    /// <summary>Whether copies of its requests may go to deployments that are candidates.</summary>
    public bool Shadowed { get; init; }

    /// <summary>How long a held request waits for people before it is answered, where its client does not say.</summary>
    public TimeSpan Wait { get; init; }
}
