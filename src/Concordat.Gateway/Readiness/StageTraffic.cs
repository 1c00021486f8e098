using Concordat.Gateway.Orders;
using Concordat.Ledger;

namespace Concordat.Gateway.Readiness;

/// <summary>Counts what was decided for a use case since its stage began, from the newest entry of a log back.</summary>
public static class StageTraffic
{
    private const int Chunk = 4096;

    /// <param name="takes">Whether a deployment counts.</param>
    /// <param name="enough">Counting ends there: a gate asks for no more.</param>
    public static int Count(LedgerReader ledger, string useCase, Func<string, bool> takes, DateTimeOffset since, int enough, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(takes);
        var count = 0;
        for (var end = ledger.Size; end > ledger.First.Value && count < enough;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var first = Math.Max(ledger.First.Value, end - Chunk);
            var isOver = false;
            foreach (var entry in ledger.ReadEntries(new EntryIndex(first), (int)(end - first)))
            {
                if (TrafficReader.Read(entry, out var whose, out var deployment) is { } time)
                {
                    isOver |= time < since;
                    count += time >= since && useCase.Equals(whose, StringComparison.Ordinal) && deployment is not null && takes(deployment) ? 1 : 0;
                }
            }

            end = isOver ? ledger.First.Value : first;
        }

        return Math.Min(count, enough);
    }
}
