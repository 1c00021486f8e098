using System.CommandLine;

namespace Concordat.Commands;

/// <summary><c>ledger</c>: the record of every decision, for those who check it.</summary>
internal sealed class LedgerCommand : Command
{
    public LedgerCommand(CommandServices services)
        : base("ledger", "Verify the ledger, take entries and proofs from it, and change its key.")
    {
        Add(new LedgerVerifyCommand(services));
        Add(new LedgerScrubCommand(services));
        Add(new LedgerEntryCommand(services));
        Add(new LedgerProofCommand(services));
        Add(new LedgerEvidenceCommand(services));
        Add(new LedgerVerifyProofCommand(services));
        Add(new LedgerRotateKeyCommand(services));
        Add(new LedgerRevokeKeyCommand(services));
        Add(new LedgerReplayCommand(services));
        Add(new LedgerRevealCommand(services));
        Add(new LedgerExportCommand(services));
        Add(new LedgerVerifyExportCommand(services));
        Add(new LedgerVerifyRevealCommand(services));
    }
}
