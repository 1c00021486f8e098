namespace Concordat.Gateway.Migrating;

/// <summary>One stage of a migration: what the new deployments get, and what must hold before the next one begins.</summary>
public sealed record MigrationStage
{
    /// <summary>Copies for the new deployments, of a hundred requests that may be copied; null in a stage that moves requests.</summary>
    public int? Shadow { get; init; }

    /// <summary>Requests for the new deployments, of a hundred; null in a stage that sends copies.</summary>
    public int? Weight { get; init; }

    /// <summary>Answers or copies of the new deployments before it is judged.</summary>
    public int Requests { get; init; } = 100;

    /// <summary>Shortest time before it is judged.</summary>
    public TimeSpan For { get; init; }

    /// <summary>Most of them that may fail, of one.</summary>
    public decimal Errors { get; init; } = 0.02m;

    /// <summary>How many more of their answers may be held or refused than of the old deployments', of one.</summary>
    public decimal Refusals { get; init; } = 0.02m;

    /// <summary>Least of the copies that must agree, of one.</summary>
    public decimal Agreement { get; init; } = 0.9m;

    /// <summary>Longest time to the first byte, as a multiple of the old deployments'.</summary>
    public decimal Latency { get; init; } = 3;

    /// <summary>In words, such as <c>10 %</c> or <c>copies of 20 %</c>.</summary>
    public string Share => Weight is { } weight ? FormattableString.Invariant($"{weight} %") : FormattableString.Invariant($"copies of {Shadow} %");
}
