using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>What a witness signs with, for which logs, and where it remembers what it signed.</summary>
public sealed record WitnessOptions
{
    /// <summary>Folder of the witness's memory; created when missing. Whoever puts an older copy back lets a log take back what was witnessed since.</summary>
    public required string Directory { get; init; }

    /// <summary>The witness's name and key. It does not dispose of it.</summary>
    public required Cosigner Cosigner { get; init; }

    /// <summary>Verifier keys of the logs that it witnesses; a log with several keys is there once with each.</summary>
    public required IReadOnlyList<NoteVerifier> Logs { get; init; }
}
