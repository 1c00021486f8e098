namespace Concordat.Gateway.Configuration;

/// <summary>A model that is asked about a suspicion that is only possible; without this section none is.</summary>
public sealed record JudgeConfig
{
    /// <summary>Name of the deployment that answers: one of <c>deployments</c>, which speaks chat completions.</summary>
    public required string Deployment { get; init; }

    /// <summary>Which of the shipped prompts it is asked with; null where <see cref="PromptFile"/> says it.</summary>
    public string? Prompt { get; init; }

    /// <summary>A file with a prompt of one's own; null where <see cref="Prompt"/> says it.</summary>
    public string? PromptFile { get; init; }

    /// <summary>How far from the borders of <c>possible</c> it is asked, in points of the score; from 15 on in all of it.</summary>
    public int Near { get; init; } = 10;

    /// <summary>Whether it may lower a suspicion, below the border that the agreement states.</summary>
    public bool MayClear { get; init; }

    /// <summary>Longest time for all that is asked about one request or answer, waiting for a turn included.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Questions at a time.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Questions that wait for a turn; what comes beyond is not asked.</summary>
    public int Queue { get; init; } = 32;

    /// <summary>Most bytes of text that it is shown, of what is suspicious and around it.</summary>
    public int TextBytes { get; init; } = 6144;

    /// <summary>Failures in a row after which it is not asked for a while.</summary>
    public int Failures { get; init; } = 5;

    /// <summary>For how long at first; twice as long each time it fails again, at most thirty times as long.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(10);
}
