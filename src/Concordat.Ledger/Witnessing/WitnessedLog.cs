using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>A log as its witness knows it.</summary>
/// <param name="origin">Name of the log.</param>
/// <param name="keys">Keys that may sign its checkpoints.</param>
/// <param name="memory">What was cosigned; guarded by <see cref="Gate"/>.</param>
/// <param name="evidence">Where proofs against the log are kept.</param>
internal sealed class WitnessedLog(string origin, IReadOnlyList<NoteVerifier> keys, WitnessMemory memory, EvidenceFolder evidence)
{
    public Lock Gate { get; } = new();

    public string Origin => origin;

    public WitnessMemory Memory => memory;

    public EvidenceFolder Evidence => evidence;

    /// <summary>The key that signed the note; null when none did, or when a line of a known key is wrong.</summary>
    public NoteVerifier? KeyOf(SignedNote note)
    {
        NoteVerifier? signer = null;
        foreach (var key in keys)
        {
            if (note.IsSignedBy(key))
            {
                signer ??= key;
            }
            else if (note.Names(key))
            {
                return null; // a note with a wrong signature of a known key is malformed as a whole
            }
        }

        return signer;
    }
}
