using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Rulings;

/// <summary>The nearest earlier cases of a case, with the rulings that were made on them.</summary>
public static class Precedents
{
    /// <param name="limit">1 to 20.</param>
    public static async ValueTask<IReadOnlyList<(Precedent Precedent, IReadOnlyList<string> Rulings)>> FindAsync(
        OversightStores stores, CaseId id, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stores);

        // Who signed does not matter here: a ruling is shown beside its case, whether it stands or not.
        var rulings = RulingBook.Of(new RulingTerms([], Quorum.For(CaseType.Ruling, effect: null)), await stores.Rulings.ListAsync(0, cancellation)).Rulings
            .ToLookup(document => document.Ruling!.Case, document => document.Id, StringComparer.Ordinal);
        var ruled = rulings.Select(group => group.Key).OrderDescending(StringComparer.Ordinal).Select(text => CaseId.TryParse(text, out var found) ? found : default).ToList();
        return [.. (await stores.Board.NearestAsync(id, ruled, limit, cancellation))
            .Select(near => (near, (IReadOnlyList<string>)[.. rulings[near.Case.Id.Value]]))];
    }
}
