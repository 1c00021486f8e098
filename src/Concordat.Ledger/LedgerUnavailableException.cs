namespace Concordat.Ledger;

/// <summary>
/// The log cannot take entries now: the disk is full, read-only, failing or stuck, or too much is waiting. Nothing was recorded, unless
/// <see cref="MayBeRecorded"/>.
/// </summary>
public sealed class LedgerUnavailableException : IOException
{
    public LedgerUnavailableException()
        : this("the ledger is unavailable")
    {
    }

    public LedgerUnavailableException(string message)
        : base(message)
    {
    }

    public LedgerUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the entry may still turn up in the log: its write had begun, and has not come back.</summary>
    public bool MayBeRecorded { get; init; }
}
