using Concordat.Console.Data;
using Concordat.Console.Live;

namespace Concordat.Console.Reading;

/// <summary>Pages of decisions out of the ledger.</summary>
internal static class OlderDecisions
{
    private const int Bundle = 256;

    /// <summary>Most entries that one page looks through; a rare kind of decision is found over several pages.</summary>
    private const int MostLooked = 4 * Bundle;

    /// <returns>The decisions, newest first, and where the next page begins; null at the end of the ledger.</returns>
    public static (IReadOnlyList<DecisionView> Decisions, long? Next) Read(
        ILedgerEntries entries, AgreementView agreement, LiveFilter filter, long before, int most)
    {
        var at = Math.Min(before, entries.Size);
        var decisions = new List<DecisionView>(most);
        for (var looked = 0; looked < MostLooked && at > 0; looked += Bundle)
        {
            var bundle = entries.Before(at, Bundle);
            if (bundle.Count == 0)
            {
                return (decisions, null);
            }

            foreach (var (index, entry) in bundle)
            {
                at = index;
                if (DecisionReader.Read(index, entry.Span, agreement, filter) is { } decision)
                {
                    decisions.Add(decision);
                    if (decisions.Count == most)
                    {
                        return (decisions, at > 0 ? at : null);
                    }
                }
            }
        }

        return (decisions, at > 0 ? at : null);
    }
}
