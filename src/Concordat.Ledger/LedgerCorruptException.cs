namespace Concordat.Ledger;

/// <summary>A file of the log is not what was once written and acknowledged; the log is not opened.</summary>
public sealed class LedgerCorruptException : IOException
{
    public LedgerCorruptException()
        : this("the ledger is corrupt")
    {
    }

    public LedgerCorruptException(string message)
        : base(message)
    {
    }

    public LedgerCorruptException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public LedgerCorruptException(string file, long offset, string what)
        : base($"{file}: offset {offset}: {what} (restore the file from a copy, then run `concordat ledger scrub`)")
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The damaged file.</summary>
    public string? File { get; }

    /// <summary>Byte offset of the damage in the file.</summary>
    public long Offset { get; }
}
