using Concordat.Ledger.Merkle;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Scrubbing;

/// <summary>A tile as it was read.</summary>
/// <param name="File">The file that it was read from, or should have been.</param>
/// <param name="Hashes">Its hashes; null when it cannot be read as a tile.</param>
/// <param name="Fault">Why not.</param>
internal sealed record TileRead(string File, TreeHash[]? Hashes, LedgerFault? Fault);
