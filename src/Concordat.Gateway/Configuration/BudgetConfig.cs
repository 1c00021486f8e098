namespace Concordat.Gateway.Configuration;

/// <summary>How much a use case, a key or a model may use in a time, or at once.</summary>
public sealed record BudgetConfig
{
    /// <summary>What people call it; refusals name it.</summary>
    public required string Name { get; init; }

    /// <summary>The one use case that it is for; null for all.</summary>
    public string? UseCase { get; init; }

    /// <summary>Id of the one API key that it is for; null for all.</summary>
    public string? Key { get; init; }

    /// <summary>The one model that it is for, by the name that clients ask for; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Of which each one has the budget for itself: <c>use-case</c>, <c>key</c>, <c>model</c>; none where they share one.</summary>
    public IReadOnlyList<string> Each { get; init; } = [];

    /// <summary>One of <c>requests</c>, <c>concurrent</c>, <c>input-tokens</c>, <c>output-tokens</c>, <c>tokens</c>, <c>cost</c>.</summary>
    public required string Count { get; init; }

    /// <summary>One of <c>second</c>, <c>minute</c>, <c>hour</c>, <c>day</c>, <c>month</c>, by UTC; null for <c>concurrent</c>.</summary>
    public string? Per { get; init; }

    /// <summary>Most of it: a whole number, or an amount of <see cref="Currency"/>.</summary>
    public required decimal Most { get; init; }

    /// <summary>ISO 4217 code, for <c>cost</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>Whether it is never exceeded: what a request can use at most is reserved before it is sent.</summary>
    public bool Hard { get; init; }
}
