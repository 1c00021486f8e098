using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Verification;

/// <summary>Checkpoints that someone kept, each compared when the rebuilt tree has its size.</summary>
internal sealed class OlderCheckpoints(Checkpoint current)
{
    private readonly PriorityQueue<(string Name, Checkpoint Checkpoint), long> _waiting = new();

    public int Confirmed { get; private set; }

    /// <summary>Size of the next one to be compared.</summary>
    public long NextSize => _waiting.TryPeek(out _, out var size) ? size : long.MaxValue;

    public void Add(string name, Checkpoint checkpoint)
    {
        if (checkpoint.Size > current.Size)
        {
            throw new LedgerFaultException(new LedgerFault(
                "ledger_rollback", name, null, null, $"the log once had {checkpoint.Size} entries and now has {current.Size}"));
        }

        _waiting.Enqueue((name, checkpoint), checkpoint.Size);
    }

    public void Check(TileTree tree)
    {
        while (_waiting.TryPeek(out var next, out var size) && size == tree.Size)
        {
            if (tree.Root() != next.Checkpoint.Root)
            {
                throw new LedgerFaultException(new LedgerFault(
                    "ledger_fork", next.Name, null, null, $"the first {size} entries are not those that this checkpoint covers"));
            }

            _waiting.Dequeue();
            Confirmed++;
        }
    }

    public void ThrowIfAnyIsLeft()
    {
        if (_waiting.Count > 0)
        {
            throw new InvalidOperationException("an older checkpoint was not compared");
        }
    }
}
