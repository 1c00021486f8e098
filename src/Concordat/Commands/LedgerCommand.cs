using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>ledger</c>: the record of every decision, for those who check it.</summary>
internal sealed class LedgerCommand : Command
{
    public LedgerCommand(CommandServices services)
        : base("ledger", "Verify the ledger, take entries and proofs from it, change its key, and remove what is old.")
    {
        Add(new LedgerVerifyCommand(services));
        Add(new LedgerScrubCommand(services));
        Add(new LedgerEntryCommand(services));
        Add(new LedgerProofCommand(services));
        Add(new LedgerEvidenceCommand(services));
        Add(new LedgerVerifyProofCommand(services));
        Add(new LedgerRotateKeyCommand(services));
        Add(new LedgerRevokeKeyCommand(services));
        Add(new LedgerRevokeSignerCommand(services));
        Add(new LedgerReplayCommand(services));
        Add(new LedgerRevealCommand(services));
        Add(new LedgerExportCommand(services));
        Add(new LedgerVerifyExportCommand(services));
        Add(new LedgerVerifyRevealCommand(services));
        Add(new LedgerPruneCommand(services));
        Add(new LedgerHoldCommand(services));
        Add(new LedgerDeleteSaltsCommand(services));
    }
}
