namespace Concordat.Console.Data;

/// <summary>Entries of the ledger, with their proofs.</summary>
/// <remarks>Implemented by the executable. Thread-safe; reads tiles from disk, a bounded number of them.</remarks>
public interface ILedgerEntries
{
    /// <summary>Entries that a checkpoint covers, and can therefore be read.</summary>
    long Size { get; }

    /// <summary>The newest checkpoint, as a signed note.</summary>
    string? Checkpoint { get; }

    /// <summary>One entry as canonical JSON, and the proof that the log holds it; null where it is not there, not covered yet or pruned.</summary>
    (ReadOnlyMemory<byte> Entry, string Proof)? Find(long index);

    /// <summary>Entries before an index, newest first; fewer where they are pruned.</summary>
    /// <param name="most">1 to 256.</param>
    IReadOnlyList<(long Index, ReadOnlyMemory<byte> Entry)> Before(long index, int most);
}
