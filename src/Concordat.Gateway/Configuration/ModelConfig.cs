namespace Concordat.Gateway.Configuration;

/// <summary>How the deployments of one model are chosen among; a model that is not listed has what stands here.</summary>
public sealed record ModelConfig
{
    /// <summary>The name that clients ask for.</summary>
    public required string Name { get; init; }

    /// <summary>How those of one priority are chosen among: <c>priority</c> (as they are listed by name), <c>weight</c>, <c>latency</c> or <c>cost</c>.</summary>
    public string Route { get; init; } = "priority";

    /// <summary>Members of a request that name its conversation where no header does: <c>user</c>, <c>prompt_cache_key</c>.</summary>
    public IReadOnlyList<string> StickyBy { get; init; } = [];

    /// <summary>Failures in a row after which a deployment gets no requests for a while.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>For how long at first; twice as long each time it fails again, at most thirty times as long.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(10);
}
