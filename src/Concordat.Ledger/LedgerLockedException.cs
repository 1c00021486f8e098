namespace Concordat.Ledger;

/// <summary>Another process has the log open for writing.</summary>
public sealed class LedgerLockedException : IOException
{
    public LedgerLockedException()
        : this("the ledger is locked")
    {
    }

    public LedgerLockedException(string message)
        : base(message)
    {
    }

    public LedgerLockedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
