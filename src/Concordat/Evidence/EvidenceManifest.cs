namespace Concordat.Evidence;

/// <summary>What an evidence package says of itself.</summary>
/// <param name="V">Version of the package's form.</param>
/// <param name="Origin">Name of the log.</param>
/// <param name="LogKey">The log's verifier key, to be compared with the one known from elsewhere.</param>
/// <param name="Selection">What was asked for, in words.</param>
/// <param name="Exported">When.</param>
/// <param name="Entries">The entries, by index.</param>
/// <param name="Agreements">Hashes of the agreements in the package.</param>
/// <param name="Parties">The parties whose public keys are in the package.</param>
internal sealed record EvidenceManifest(
    int V, string Origin, string LogKey, string Selection, DateTimeOffset Exported, IReadOnlyList<long> Entries, IReadOnlyList<string> Agreements, IReadOnlyList<EvidenceParty> Parties)
{
    /// <summary>The version that is written and read; 1 had one key a party.</summary>
    public const int Version = 2;

    /// <summary>The entries whose content is in the package.</summary>
    public IReadOnlyList<long> Contents { get; init; } = [];
}
