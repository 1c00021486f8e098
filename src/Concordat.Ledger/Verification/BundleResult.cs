using Concordat.Ledger.Entries;
using Concordat.Ledger.Merkle;
using Concordat.Ledger.Retention;

namespace Concordat.Ledger.Verification;

/// <summary>One bundle whose entries agree with their tile, or what is wrong with it.</summary>
/// <param name="Leaves">Hashes of the entries.</param>
/// <param name="Root">Root over them, when the bundle is full.</param>
/// <param name="Notes">What each entry says; empty when only the log is checked.</param>
/// <param name="FormFaults">By place in the bundle, what is wrong with the form of an entry; null when nothing is.</param>
/// <param name="Fault">The first fault of the bundle.</param>
internal sealed record BundleResult(TreeHash[] Leaves, TreeHash Root, EntryNote[] Notes, Dictionary<int, string>? FormFaults, LedgerFault? Fault)
{
    /// <summary>Entries that have the form of a change of the log's key, by their place in the bundle.</summary>
    public IReadOnlyList<(int Place, byte[] Entry)> KeyChanges { get; init; } = [];

    /// <summary>Entries that have the form of a pruning, by their place in the bundle.</summary>
    public IReadOnlyList<(int Place, PruneStatement Statement)> Prunings { get; init; } = [];

    public static BundleResult Broken(LedgerFault fault) => new([], TreeHash.Empty, [], null, fault);
}
