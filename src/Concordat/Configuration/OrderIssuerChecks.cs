using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks those who sign orders: ids and keys are their own, parties are known.</summary>
internal static class OrderIssuerChecks
{
    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < config.Orders.Issuers.Count; i++)
        {
            var issuer = config.Orders.Issuers[i];
            var at = $"orders.issuers[{i}]";
            if (issuer.Id.Length > 0 && !Identifiers.IsId(issuer.Id))
            {
                findings.AddAt($"{at}.id", $"`{at}.id` {Identifiers.Rule}");
            }

            PersonChecks.Once(ids, issuer.Id, at, "id", "another issuer needs another id", findings);
            if (issuer.Party is { Length: > 0 } party && !config.Parties.Any(known => known.Role.Equals(party, StringComparison.Ordinal)))
            {
                findings.AddAt($"{at}.party", $"`{at}.party` is `{party}`, which is the role of no party; use one of {string.Join(", ", config.Parties.Select(p => $"`{p.Role}`").Distinct(StringComparer.Ordinal))}, or leave it out for an outside authority");
            }

            if (PersonChecks.KeyOf(issuer.Key, at, "issuer", findings) is { } key)
            {
                PersonChecks.Once(keys, key, at, "key", "each issuer signs with a key of their own", findings);
            }
        }
    }
}
