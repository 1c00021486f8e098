namespace Concordat.Ledger.Verification;

/// <summary>What a verification checks beyond the log itself.</summary>
public sealed record LedgerVerificationOptions
{
    /// <summary>Client for a log behind a URL; needed for one.</summary>
    public HttpClient? Http { get; init; }

    /// <summary>Verifier keys of witnesses, each of which must have cosigned the checkpoint.</summary>
    public IReadOnlyList<string> Witnesses { get; init; } = [];

    /// <summary>Older checkpoints of the log that someone kept: name for messages, and signed text.</summary>
    public IReadOnlyList<(string Name, byte[] Note)> OlderCheckpoints { get; init; } = [];

    /// <summary>Told the number of entries checked, once per bundle.</summary>
    public IProgress<long>? Progress { get; init; }
}
