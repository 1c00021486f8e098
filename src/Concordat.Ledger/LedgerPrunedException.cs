namespace Concordat.Ledger;

/// <summary>The entry was removed from the log under its retention policy; a receipt that was taken before still proves it.</summary>
public sealed class LedgerPrunedException : IOException
{
    public LedgerPrunedException()
        : this("the entry was pruned")
    {
    }

    public LedgerPrunedException(string message)
        : base(message)
    {
    }

    public LedgerPrunedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The first entry that is kept.</summary>
    public EntryIndex Minimum { get; private init; }

    internal static LedgerPrunedException Of(EntryIndex index, EntryIndex minimum, Exception? cause = null) =>
        new($"entry {index} was pruned: the log keeps the entries from {minimum} on (a receipt that was taken before still proves it)", cause!) { Minimum = minimum };
}
