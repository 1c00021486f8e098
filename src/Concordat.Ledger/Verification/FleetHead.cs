using Concordat.Ledger.Fleet;
using Concordat.Ledger.Notes;

namespace Concordat.Ledger.Verification;

/// <summary>A log's head in a fleet checkpoint.</summary>
/// <param name="Fleet">The fleet checkpoint.</param>
/// <param name="Head">What it says of the log.</param>
internal sealed record FleetHead(FleetCheckpoint Fleet, Checkpoint Head)
{
    /// <exception cref="LedgerFaultException">It is of none of the signers, does not list the log, or says that the log went back.</exception>
    public static FleetHead Open((string Name, byte[] Note) file, IReadOnlyList<NoteVerifier> signers, string origin)
    {
        FleetCheckpoint fleet;
        try
        {
            fleet = FleetCheckpoint.Open(file.Note, signers);
        }
        catch (FormatException e)
        {
            throw LogFiles.Fault("ledger_fleet", file.Name, e.Message);
        }

        if (fleet.Behind.FirstOrDefault(b => string.Equals(b.Origin, origin, StringComparison.Ordinal)) is { } behind)
        {
            throw LogFiles.Fault("ledger_rollback", file.Name, $"the fleet checkpoint says that the log went back to {behind.Size} entries, root {behind.Root}");
        }

        return new FleetHead(
            fleet,
            fleet.Heads.FirstOrDefault(h => string.Equals(h.Origin, origin, StringComparison.Ordinal))
                ?? throw LogFiles.Fault("ledger_fleet", file.Name, $"the fleet checkpoint does not list `{origin}`"));
    }
}
