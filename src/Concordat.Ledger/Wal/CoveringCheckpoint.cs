namespace Concordat.Ledger.Wal;

/// <summary>A checkpoint that is published and durable.</summary>
/// <param name="Size">Number of entries that it covers.</param>
/// <param name="Note">The checkpoint as the log signed it.</param>
internal sealed record CoveringCheckpoint(long Size, ReadOnlyMemory<byte> Note);
