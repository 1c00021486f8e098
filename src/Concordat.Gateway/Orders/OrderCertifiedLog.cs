using Concordat.Ledger.Merkle;
using Concordat.Ledger.Notes;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>The log of one node as a certificate counted it.</summary>
/// <param name="Origin">Its name.</param>
/// <param name="Size">Number of its entries that were counted.</param>
/// <param name="Root">Root hash over them, base64.</param>
/// <param name="First">Index of the first entry that was there to be counted: 0, unless the log was pruned.</param>
/// <param name="Uses">The uses, in the order of use case and deployment.</param>
public sealed record OrderCertifiedLog(string Origin, long Size, string Root, long First, IReadOnlyList<OrderCertifiedUse> Uses)
{
    /// <summary>The state of the log that was counted.</summary>
    /// <exception cref="OrderException">The root is no hash.</exception>
    public Checkpoint Checkpoint() => TreeHash.TryParse(Root, out var root)
        ? new Checkpoint(Origin, Size, root)
        : throw new OrderException($"the certificate names no root hash of the log `{Origin}`");
}
