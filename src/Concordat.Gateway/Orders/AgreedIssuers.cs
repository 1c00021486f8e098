using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Orders;

/// <summary>Holds the issuers of a configuration to the agreement: the configuration says where their keys are, the agreement who they are and what they may sign.</summary>
internal static class AgreedIssuers
{
    /// <exception cref="OrderException">One is configured to sign more than the agreement says, with another key, or for another party.</exception>
    /// <exception cref="SigningFormatException">A key file cannot be used.</exception>
    public static ImmutableArray<OrderIssuer> Of(ConcordatConfig config, Agreement agreement) =>
        [.. config.Orders.Issuers.Select((issuer, at) => Of(issuer, $"orders.issuers[{at}]", agreement))];

    private static OrderIssuer Of(OrderIssuerConfig issuer, string at, Agreement agreement)
    {
        var (terms, key) = (agreement.Terms.Orders, VerifyingKey.Load(issuer.Key));
        if (terms?.Issuers?.GetValueOrDefault(issuer.Id) is { } agreed)
        {
            return Named(issuer, agreed, key, at);
        }

        var isOwn = terms?.Issuers is null && agreement.Signers.Any(signer => signer.Role == issuer.Party && signer.AlsoKeys.Count == 0 && signer.Key.Equals(key));
        foreach (var act in issuer.Acts)
        {
            if (!(isOwn && OrdersTerms.OwnKeyActs.Contains(act, StringComparer.Ordinal)) && terms?.LeavesToConfiguration(act) != true)
            {
                throw new OrderException($"`{at}`: the agreement does not let `{issuer.Id}` sign `{act}`: {Way(issuer, act, isOwn)}, or take the act out of the configuration");
            }
        }

        // Where the agreement leaves nothing to the configuration, the configuration says for nobody on which side they are.
        var party = isOwn || terms?.Configured is { IsDefaultOrEmpty: false } ? issuer.Party : null;
        return new OrderIssuer(issuer.Id, issuer.Name, party, key, issuer.Acts.ToFrozenSet(StringComparer.Ordinal))
        {
            IsAgreed = isOwn,
            FormerParty = isOwn || issuer.Acts.Count > 0 ? null : issuer.Party,
        };
    }

    private static OrderIssuer Named(OrderIssuerConfig issuer, OrderIssuerTerms agreed, VerifyingKey key, string at)
    {
        if (key.KeyId != agreed.Key)
        {
            throw new OrderException($"`{at}.key`: `{issuer.Key}` is the key {key.KeyId}, and the agreement names {agreed.Key} for `{issuer.Id}`; use that key, or amend `terms.orders.issuers`");
        }

        if (issuer.Party != agreed.Party)
        {
            throw new OrderException($"`{at}.party`: {Side(issuer.Party)} in the configuration, and `{issuer.Id}` speaks for {Side(agreed.Party)} by the agreement; write it as agreed, or amend `terms.orders.issuers`");
        }

        if (issuer.Acts.Except(agreed.Acts, StringComparer.Ordinal).FirstOrDefault() is { } more)
        {
            throw new OrderException($"`{at}.acts`: the agreement does not let `{issuer.Id}` sign `{more}`, but {(agreed.Acts.IsEmpty ? "nothing any more" : string.Join(", ", agreed.Acts))}; take it out, or amend `terms.orders.issuers`");
        }

        return new OrderIssuer(issuer.Id, agreed.Name, agreed.Party, key, issuer.Acts.ToFrozenSet(StringComparer.Ordinal)) { IsAgreed = true };
    }

    private static string Way(OrderIssuerConfig issuer, string act, bool isOwn) => OrdersTerms.PartyActs.Contains(act, StringComparer.Ordinal)
        ? $"name `{issuer.Id}` with this key in `terms.orders.issuers`, or, where no issuers are named there, let the party sign with the key that signed the agreement"
        : isOwn ? $"a party's own key signs {string.Join(", ", OrdersTerms.OwnKeyActs)}; let all parties sign `{act}` for `{issuer.Id}` in `terms.orders`"
        : $"name `{issuer.Id}` with this key in `terms.orders.issuers`, or `{act}` in `terms.orders.configured`, and let all parties sign";

    private static string Side(string? party) => party is null ? "no party" : $"`{party}`";
}
