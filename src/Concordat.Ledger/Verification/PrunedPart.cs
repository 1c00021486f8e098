using Concordat.Ledger.Retention;
using Concordat.Ledger.Tiles;

namespace Concordat.Ledger.Verification;

/// <summary>The part of a log that is gone, and the entry that must say so: entries that are only missing are a fault.</summary>
internal sealed class PrunedPart(EntryIndex minimum)
{
    /// <summary>The newest entry that prunes exactly this part.</summary>
    public LedgerPruning? Pruning { get; private set; }

    /// <summary>Reads where the log says that it begins; null for a log that was never pruned.</summary>
    /// <exception cref="LedgerFaultException">The file is damaged.</exception>
    public static async Task<MinimumIndex?> ReadAsync(LogFiles files, CancellationToken cancellationToken)
    {
        try
        {
            return await files.ReadAsync(MinimumIndex.FileName, MinimumIndex.MaxBytes, cancellationToken) is { } bytes ? MinimumIndex.Parse(bytes) : null;
        }
        catch (FormatException e)
        {
            throw LogFiles.Fault("ledger_pruned", MinimumIndex.FileName, e.Message);
        }
    }

    /// <summary>The entries of a bundle that have the form of a pruning, by their place in it.</summary>
    public static IReadOnlyList<(int Place, PruneStatement Statement)> Statements(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOf(PruneStatement.Mark) < 0)
        {
            return [];
        }

        var found = new List<(int, PruneStatement)>();
        var bundle = new EntryBundle(bytes);
        for (var place = 0; bundle.TryNext(out var entry); place++)
        {
            if (PruneStatement.Read(entry) is { } statement)
            {
                found.Add((place, statement));
            }
        }

        return found;
    }

    /// <summary>Takes a pruning that the log records.</summary>
    public void Take(EntryIndex index, PruneStatement statement)
    {
        // One that names entries that were not there yet says nothing about what is gone.
        if (statement.Minimum == minimum && statement.Minimum <= index)
        {
            Pruning = new LedgerPruning(index, statement);
        }
    }

    /// <exception cref="LedgerFaultException">No entry says that this part was pruned.</exception>
    public void ThrowIfUnsaid()
    {
        if (Pruning is null)
        {
            throw LogFiles.Fault(
                "ledger_pruned", MinimumIndex.FileName, $"the entries before {minimum} are gone, and no entry of the log says that they were pruned", index: 0);
        }
    }
}
