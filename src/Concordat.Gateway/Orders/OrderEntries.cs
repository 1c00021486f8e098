using Concordat.Ledger;

namespace Concordat.Gateway.Orders;

/// <summary>Where the ledger says which orders were taken.</summary>
public static class OrderEntries
{
    /// <summary>
    /// The newest entry that says it; null where there is none. A start holds the store to it: without it nobody would notice that an order was taken out.
    /// </summary>
    /// <param name="least">The oldest entry that is looked at.</param>
    public static EntryIndex? Newest(LedgerReader ledger, EntryIndex least, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        return TakenOrders.Newest(ledger, least, cancellationToken)?.Entry;
    }
}
