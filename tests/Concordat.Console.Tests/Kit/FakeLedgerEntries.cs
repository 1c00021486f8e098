using System.Text;
using Concordat.Console.Data;

namespace Concordat.Console.Tests.Kit;

internal sealed class FakeLedgerEntries : ILedgerEntries
{
    public List<string> Entries { get; } = [];

    public long Size => Entries.Count;

    public string? Checkpoint => Entries.Count == 0 ? null : $"demo.example/ledger\n{Entries.Count}\nroot\n\n— demo.example/ledger signature\n";

    public (ReadOnlyMemory<byte> Entry, string Proof)? Find(long index) =>
        index >= 0 && index < Entries.Count ? (Encoding.UTF8.GetBytes(Entries[(int)index]), "c2sp.org/tlog-proof@v1") : null;

    public IReadOnlyList<(long Index, ReadOnlyMemory<byte> Entry)> Before(long index, int most) =>
    [
        .. Enumerable.Range(0, (int)Math.Min(index, Entries.Count)).Reverse().Take(most)
            .Select(i => ((long)i, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(Entries[i]))),
    ];
}
