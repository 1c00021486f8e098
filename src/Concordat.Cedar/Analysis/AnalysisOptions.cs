namespace Concordat.Cedar.Analysis;

/// <summary>How much a proof may cost. Past a limit the analysis is refused; it is never answered by guess.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Most things that the policies may tell apart about a request of one kind: numbers, texts, elements of sets, patterns.</summary>
    public int MaxVariables { get; init; } = 1_000;

    /// <summary>Most nodes of the decision diagrams of one call; a node costs about 60 bytes.</summary>
    public int MaxNodes { get; init; } = 2_000_000;

    /// <summary>Longest that one call may take.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Most regions that a difference lists for one change of outcome and one kind of request.</summary>
    public int MaxRegions { get; init; } = 50;

    /// <summary>Clock for <see cref="MaxTime"/>.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
