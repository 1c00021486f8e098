using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Witnessing;

/// <summary>A log that a policy accepts.</summary>
/// <param name="Key">Its verifier key; the key's name is the log's origin.</param>
/// <param name="Url">Where it is, if the policy says.</param>
public sealed record PolicyLog(NoteVerifier Key, Uri? Url);
