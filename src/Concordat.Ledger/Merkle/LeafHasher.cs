using System.Security.Cryptography;

namespace Concordat.Ledger.Merkle;

/// <summary>Hashes many entries without allocating; for one thread.</summary>
internal sealed class LeafHasher
{
    private readonly byte[] _buffer = new byte[1 + LedgerOptions.MaxEntryBytes]; // the first byte stays 0

    public TreeHash Hash(ReadOnlySpan<byte> entry)
    {
        entry.CopyTo(_buffer.AsSpan(1));
        Span<byte> output = stackalloc byte[TreeHash.Length];
        SHA256.HashData(_buffer.AsSpan(0, 1 + entry.Length), output);
        return new TreeHash(output);
    }
}
