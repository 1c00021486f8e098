namespace Concordat.Ledger;

/// <summary>Takes an entry where it lies.</summary>
/// <param name="index">Its place in the log.</param>
/// <param name="entry">Good until the call returns.</param>
public delegate void EntryVisitor(EntryIndex index, ReadOnlySpan<byte> entry);
