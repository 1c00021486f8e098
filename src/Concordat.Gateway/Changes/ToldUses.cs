using Concordat.Gateway.Pipeline;
using Concordat.Ledger;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Changes;

namespace Concordat.Gateway.Changes;

/// <summary>
/// Knows from this node's ledger which uses of grants an entry tells of, although the store still reminds of them: the node died after that entry, and before it
/// had the reminder forgotten. Thread-safe.
/// </summary>
/// <remarks>Where the ledger does not reach back, cannot be read or is that of another node, a use counts as untold: it is told twice rather than not at all.</remarks>
internal sealed class ToldUses(LedgerWriter ledger)
{
    /// <summary>Most entries that are read for it.</summary>
    private const int MostRead = 200_000;

    /// <summary>Of these changes those that are uses which an entry tells of.</summary>
    /// <exception cref="LedgerUnavailableException">What is durable cannot be read yet.</exception>
    public async ValueTask<IReadOnlySet<UnrecordedChange>> OfAsync(IReadOnlyList<UnrecordedChange> changes, CancellationToken cancellation)
    {
        List<(UnrecordedChange Change, CaseId Case, DateTimeOffset At)> uses = [];
        foreach (var change in changes)
        {
            if (change is { Kind: "grant", Act: "used", Time: { } at } && CaseId.TryParse(change.Subject, out var id))
            {
                uses.Add((change, id, at));
            }
        }

        if (uses.Count == 0)
        {
            return new HashSet<UnrecordedChange>();
        }

        await ledger.IntegrateAsync().ConfigureAwait(false); // what was recorded just now counts too
        var told = await Task.Run(() => Read(uses.Min(static use => use.At), cancellation), cancellation).ConfigureAwait(false);

        // An entry about an earlier use tells of no later one: a ruling that was given back can be used again.
        return uses.Where(use => told.TryGetValue(use.Case, out var entry) && entry >= use.At).Select(static use => use.Change).ToHashSet();
    }

    /// <returns>The cases by which something was let out since then, each with the time of the newest entry that says so.</returns>
    private Dictionary<CaseId, DateTimeOffset> Read(DateTimeOffset since, CancellationToken cancellation)
    {
        var told = new Dictionary<CaseId, DateTimeOffset>();
        try
        {
            if (ledger.CheckpointSize == 0)
            {
                return told;
            }

            List<CaseId> named = [];
            foreach (var (_, entry) in LedgerReader.Open(ledger.Location, ledger.VerifierKey).NewestFirst(new EntryIndex(0), cancellation).Take(MostRead))
            {
                named.Clear();
                if (UseEntry.Read(entry, named.Add) is not { } at)
                {
                    continue;
                }

                if (at < since - UseEntry.LongestWait)
                {
                    break;
                }

                named.ForEach(id => told.TryAdd(id, at));
            }
        }
        catch (Exception fault) when (fault is LedgerCorruptException or LedgerPrunedException or IOException)
        {
            // What was read until then counts.
        }

        return told;
    }
}
