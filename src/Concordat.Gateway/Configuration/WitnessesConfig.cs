namespace Concordat.Gateway.Configuration;

/// <summary>Who is asked to cosign checkpoints, and how often.</summary>
public sealed record WitnessesConfig
{
    /// <summary>Path of a C2SP tlog-policy with the witnesses, their URLs and the quorum.</summary>
    public required string Policy { get; init; }

    /// <summary>How often the newest checkpoint is put to the witnesses.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one witness may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}
