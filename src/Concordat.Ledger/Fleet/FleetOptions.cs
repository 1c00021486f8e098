using Concordat.Ledger.PostgreSql;
using Concordat.Signing;

namespace Concordat.Ledger.Fleet;

/// <summary>How a node takes its turn at signing the fleet checkpoint.</summary>
public sealed record FleetOptions
{
    /// <summary>The database of all logs.</summary>
    public required LedgerDatabase Database { get; init; }

    /// <summary>Directory of this node's log, where the newest fleet checkpoint is put as a file.</summary>
    public required string Directory { get; init; }

    /// <summary>Name of this node's log, under which it signs.</summary>
    public required string Origin { get; init; }

    /// <summary>Ed25519 key of this node's log. The signer does not dispose of it.</summary>
    public required SigningKey Key { get; init; }

    /// <summary>How often a fleet checkpoint is signed, by whichever node comes first.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
