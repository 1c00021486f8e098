using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>Whose cosignatures a log asks for, and how often.</summary>
public sealed record CollectorOptions
{
    /// <summary>Directory of the log.</summary>
    public required string Directory { get; init; }

    /// <summary>The log's verifier key (vkey).</summary>
    public required string LogKey { get; init; }

    /// <summary>Verifier keys of the keys that sign beside it, whose signatures are published too.</summary>
    public IReadOnlyList<string> AlsoKeys { get; init; } = [];

    /// <summary>The witnesses and the quorum. Witnesses with a URL are asked; those without cosign by file exchange.</summary>
    public required TlogPolicy Policy { get; init; }

    /// <summary>How often the newest checkpoint is put to the witnesses.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one witness may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause before a witness that did not cosign is asked again; pauses begin with the interval and double.</summary>
    public TimeSpan MaxPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="FormatException">The policy is not one for this log, or this machine cannot check it.</exception>
    internal NoteVerifier Validate()
    {
        var log = NoteVerifier.Parse(LogKey);
        Require(Interval > TimeSpan.Zero && Timeout > TimeSpan.Zero && MaxPause >= Interval, "the times of a collector are above zero, and the longest pause is not below the interval");
        Require(Policy.Logs.IsEmpty || Policy.Logs.Any(l => string.Equals(l.Key.ToString(), log.ToString(), StringComparison.Ordinal)), $"the policy names logs, and `{log}` is not among them");
        foreach (var witness in Policy.Witnesses)
        {
            Require(!witness.Key.HasKeyOf(log), $"the witness `{witness.Name}` has the log's own key; a log cannot witness itself");
            Require(witness.Key.IsSupported, $"the witness `{witness.Name}` signs with ML-DSA-44, which this machine cannot check (it needs OpenSSL 3.5 or newer)");
            Require(witness.Url is null || witness.Url.Scheme is "http" or "https", $"the URL of the witness `{witness.Name}` is not http or https");
        }

        return log;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new FormatException(message);
        }
    }
}
