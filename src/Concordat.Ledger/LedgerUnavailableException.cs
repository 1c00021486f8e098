namespace Concordat.Ledger;

/// <summary>The log cannot take entries now: the disk is full, read-only or failing, or too much is waiting. Nothing was recorded.</summary>
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
}
