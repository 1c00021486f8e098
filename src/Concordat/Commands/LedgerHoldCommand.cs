using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>ledger hold</c>: entries that nothing may remove.</summary>
internal sealed class LedgerHoldCommand : Command
{
    public LedgerHoldCommand(CommandServices services)
        : base("hold", "Legal holds: what is held is not pruned, nor its content or salts destroyed.")
    {
        Add(new LedgerHoldAddCommand(services));
        Add(new LedgerHoldListCommand(services));
        Add(new LedgerHoldReleaseCommand(services));
    }
}
