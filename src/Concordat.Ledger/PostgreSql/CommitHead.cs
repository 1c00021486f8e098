using System.Security.Cryptography;
using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.PostgreSql;

/// <summary>How far a log has come: its size, and a hash over every commit up to there.</summary>
/// <param name="Size">Number of entries.</param>
/// <param name="Hash">The hash before, followed by the records, hashed; at first the root of the tree.</param>
internal sealed record CommitHead(long Size, TreeHash Hash)
{
    public CommitHead After(int entries, ReadOnlySpan<byte> records)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Hash.Span);
        hash.AppendData(records);
        Span<byte> output = stackalloc byte[TreeHash.Length];
        hash.GetHashAndReset(output);
        return new CommitHead(Size + entries, new TreeHash(output));
    }
}
