using Concordat.Ledger.Merkle;

namespace Concordat.Ledger.PostgreSql;

/// <summary>One group commit as the database has it.</summary>
internal sealed class CommitRow(long firstIndex, int entries, byte[] before, byte[] after, byte[] records)
{
    public long FirstIndex => firstIndex;

    public int Entries => entries;

    public CommitHead Before { get; } = new(firstIndex, new TreeHash(before));

    public TreeHash After { get; } = new(after);

    public byte[] Records => records;
}
