namespace Concordat.Ledger.Entries;

/// <summary>What an entry records, as far as other entries depend on it.</summary>
public enum EntryKind
{
    /// <summary>A kind that stands by itself.</summary>
    Other,
    Configuration,
    Decision,
    Outcome,
    Rejection,
    Preflight,
    CaseDecision,
    SignerRevocation,
}
