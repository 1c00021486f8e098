namespace Concordat.Ledger.Wal;

/// <summary>Reads durable records in order; for one thread.</summary>
internal interface ICommitReader
{
    /// <summary>Calls <paramref name="take"/> for each durable record from entry <paramref name="next"/> on, until it says stop.</summary>
    /// <exception cref="LedgerCorruptException">A record is not what was once written.</exception>
    void ReadFrom(long next, RecordTaker take);

    /// <summary>Forgets how far it has read: after a round that failed, records have to be read again.</summary>
    void Reset();

    /// <summary>Takes one entry; false, without having taken it, ends the reading.</summary>
    delegate bool RecordTaker(ReadOnlySpan<byte> entry);
}
