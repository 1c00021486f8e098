using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks who signs orders: each with a key of their own, for a role of the agreement, and nobody for a party by configuration alone.</summary>
internal static class OrderIssuerChecks
{
    private const int MostIssuers = 256;
    private const int MostLetters = 200;

    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        if (metadata.Terms.Orders is not { } orders)
        {
            return;
        }

        if (orders.Configured is { } configured)
        {
            Acts("configured", "`configured`", configured, fault);
            foreach (var act in Of(configured).Intersect(OrdersTerms.PartyActs, StringComparer.Ordinal))
            {
                fault("configured", $"`configured` has `{act}`, which parties sign: name who signs it for each in `issuers`, or leave `issuers` out and let the parties sign with the keys that signed the agreement");
            }
        }

        if (orders.Issuers is not { } issuers)
        {
            return;
        }

        if (issuers.Count > MostIssuers)
        {
            fault("issuers", $"`issuers` names {MostIssuers} at most");
        }

        foreach (var (id, issuer) in issuers)
        {
            Issuer(id, issuer, metadata, fault);
        }

        foreach (var twice in issuers.Values.OfType<OrderIssuerTerms>().GroupBy(static issuer => issuer.Key, StringComparer.Ordinal).Where(static same => same.Count() > 1))
        {
            fault("issuers", $"the key `{twice.Key}` is that of two issuers; each signs with a key of their own");
        }

        Ends(metadata, issuers, fault);
    }

    private static void Issuer(string id, OrderIssuerTerms? issuer, AgreementMetadata metadata, Action<string, string> fault)
    {
        if (id.Length is 0 or > 64 || !id.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-'))
        {
            fault("issuers", $"`{id}` is no id of an issuer; use 1 to 64 letters, digits, dots and hyphens");
        }

        if (issuer is null || string.IsNullOrWhiteSpace(issuer.Name) || issuer.Name.Length > MostLetters)
        {
            fault("issuers", $"`{id}` has a name of 1 to {MostLetters} letters, a key and acts");
            return;
        }

        if (!Hashes.IsSha256(issuer.Key))
        {
            fault("issuers", $"the key of `{id}` is not the SHA-256 of a public key; write the 64 lower-case hexadecimal digits that `concordat key public KEY --id` prints");
        }

        if (issuer.Party is { } party && (metadata.Roles.IsDefault || !metadata.Roles.Contains(party, StringComparer.Ordinal)))
        {
            fault("issuers", $"`{id}` speaks for `{party}`, which is not among `roles`; leave `party` out for an outside authority");
        }

        Acts("issuers", $"`{id}`", issuer.Acts, fault);
        if (issuer.Party is null && Of(issuer.Acts).Intersect(OrdersTerms.PartyActs, StringComparer.Ordinal).Any())
        {
            fault("issuers", $"`{id}` may suspend, confirm or terminate and speaks for no party; these are acts of the parties");
        }
    }

    /// <summary>A party that can suspend together with others and lift nothing could never be let out again.</summary>
    private static void Ends(AgreementMetadata metadata, ImmutableSortedDictionary<string, OrderIssuerTerms> issuers, Action<string, string> fault)
    {
        foreach (var role in metadata.Roles.IsDefault ? [] : metadata.Roles)
        {
            var acts = issuers.Values.Where(issuer => issuer?.Party == role).SelectMany(static issuer => Of(issuer.Acts)).ToHashSet(StringComparer.Ordinal);
            if ((acts.Contains("suspend") || acts.Contains("confirm")) && !acts.Contains("lift"))
            {
                fault("issuers", $"somebody may suspend for `{role}` and nobody may `lift` for it: what the parties suspend would never end");
            }
        }
    }

    private static void Acts(string property, string whose, ImmutableArray<string> acts, Action<string, string> fault)
    {
        if (acts.IsDefault)
        {
            fault(property, $"the acts of {whose} are not written; write `[]` for none");
            return;
        }

        foreach (var act in acts.Except(OrdersTerms.AllActs, StringComparer.Ordinal))
        {
            fault(property, $"`{act}` of {whose} is nothing that is signed; known are {string.Join(", ", OrdersTerms.AllActs)}");
        }

        if (acts.Distinct(StringComparer.Ordinal).Count() < acts.Length)
        {
            fault(property, $"the acts of {whose} name one twice");
        }
    }

    private static ImmutableArray<string> Of(ImmutableArray<string> acts) => acts.IsDefault ? [] : acts;

    private static ImmutableArray<string> Of(ImmutableArray<string>? acts) => acts is { IsDefault: false } written ? written : [];
}
