using Concordat.Ledger.Merkle;
using Concordat.Ledger.Verification;

namespace Concordat.Ledger.Scrubbing;

/// <summary>A bundle as it was read.</summary>
/// <param name="File">The file that it was read from, or should have been.</param>
/// <param name="Leaves">Hashes of its entries; null when they are not all there.</param>
/// <param name="Offsets">Where each entry begins.</param>
/// <param name="Fault">What is wrong with the file itself.</param>
internal sealed record BundleRead(string File, TreeHash[]? Leaves, int[] Offsets, LedgerFault? Fault);
