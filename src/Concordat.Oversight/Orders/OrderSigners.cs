using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Oversight.Orders;

/// <summary>Who may issue orders under an agreement, with which keys, and what the parties do together.</summary>
/// <param name="NamesIssuers">Whether the agreement names who signs; where it does not, each party signs with the key that signed it.</param>
/// <param name="LeftToConfiguration">What whoever the configuration alone names may sign.</param>
/// <param name="SuspendTogether">Roles of the parties; so are the next two.</param>
/// <param name="StopHours">Hours after which a stop by one party lapses, at most.</param>
/// <param name="NoticeDays">Days of notice before a termination.</param>
/// <param name="Issuers">By id: whom the agreement names, and then whom the configuration adds.</param>
public sealed record OrderSigners(
    bool NamesIssuers,
    IReadOnlyList<string> LeftToConfiguration,
    IReadOnlyList<string> SuspendTogether,
    IReadOnlyList<string> StopAlone,
    IReadOnlyList<string> TerminateTogether,
    int StopHours,
    int NoticeDays,
    IReadOnlyList<OrderIssuerReport> Issuers)
{
    /// <param name="terms">Of the same agreement, with the keys that are configured.</param>
    public static OrderSigners Of(AgreementMetadata agreement, OrderTerms terms)
    {
        ArgumentNullException.ThrowIfNull(agreement);
        ArgumentNullException.ThrowIfNull(terms);
        var named = agreement.Terms.Orders?.Issuers;
        return new OrderSigners(
            named is not null,
            Acts(agreement.Terms.Orders?.Configured ?? []),
            agreement.Terms.Suspension?.Joint ?? agreement.Roles,
            agreement.Terms.Suspension?.Emergency?.By ?? [],
            agreement.Terms.Termination?.Joint ?? agreement.Roles,
            agreement.Terms.Suspension?.Emergency?.LongestHours ?? 0,
            agreement.Terms.Termination?.NoticeDays ?? 0,
            [
                .. (named ?? ImmutableSortedDictionary<string, OrderIssuerTerms>.Empty).Select(each => Named(each.Key, each.Value, terms.Find(each.Key))),
                .. terms.Issuers.Where(issuer => named?.ContainsKey(issuer.Id) != true).OrderBy(static issuer => issuer.Id, StringComparer.Ordinal).Select(issuer => Added(issuer, agreement.Terms.Orders)),
            ]);
    }

    private static OrderIssuerReport Named(string id, OrderIssuerTerms agreed, OrderIssuer? configured) =>
        new(id, agreed.Name, agreed.Party, agreed.Key, OrderIssuerReport.Agreement, Acts(agreed.Acts), configured is null ? null : Acts(configured.Acts));

    private static OrderIssuerReport Added(OrderIssuer issuer, OrdersTerms? orders) => new(
        issuer.Id, issuer.Name, issuer.Voice, issuer.Key.KeyId,
        issuer.IsAgreed ? OrderIssuerReport.OwnKey : issuer.Acts.Count > 0 ? OrderIssuerReport.Configuration : OrderIssuerReport.Nobody,
        issuer.IsAgreed ? Acts(OrdersTerms.OwnKeyActs.Union(orders?.Configured ?? [], StringComparer.Ordinal)) : issuer.Acts.Count > 0 ? Acts(orders?.Configured ?? []) : [],
        Acts(issuer.Acts));

    private static IReadOnlyList<string> Acts(IEnumerable<string> acts) => [.. OrdersTerms.AllActs.Intersect(acts, StringComparer.Ordinal)];
}
