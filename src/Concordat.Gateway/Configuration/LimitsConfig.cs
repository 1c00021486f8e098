namespace Concordat.Gateway.Configuration;

/// <summary>Bounds on what one client may send and how much is in flight.</summary>
public sealed record LimitsConfig
{
    /// <summary>Largest request body in bytes.</summary>
    public int BodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Deepest JSON nesting.</summary>
    public int Depth { get; init; } = 64;

    /// <summary>Requests in flight before push-back with 503.</summary>
    public int ConcurrentRequests { get; init; } = 2000;

    /// <summary>Longest time a request body may take to arrive.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an approver must have had an action before a grant of it counts.</summary>
    public TimeSpan ReadingTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A grant that an approver signs sooner than this after first reading the action is a hasty one.</summary>
    public TimeSpan HastyApproval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest answer or single stream event held for inspection, in bytes.</summary>
    public int AnswerBytes { get; init; } = 16 * 1024 * 1024;
}
