using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Configuration;

/// <summary>Checks those who sign orders: ids and keys are their own, parties are known.</summary>
internal static class OrderIssuerChecks
{
    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < config.Orders.Issuers.Count; i++)
        {
            var issuer = config.Orders.Issuers[i];
            var at = $"orders.issuers[{i}]";
            if (issuer.Id.Length > 0 && !Identifiers.IsId(issuer.Id))
            {
                findings.AddAt($"{at}.id", $"`{at}.id` {Identifiers.Rule}");
            }

            Once(ids, issuer.Id, i, "id", "another issuer needs another id", findings);
            if (issuer.Party is { Length: > 0 } party && !config.Parties.Any(known => known.Role.Equals(party, StringComparison.Ordinal)))
            {
                findings.AddAt($"{at}.party", $"`{at}.party` is `{party}`, which is the role of no party; use one of {string.Join(", ", config.Parties.Select(p => $"`{p.Role}`").Distinct(StringComparer.Ordinal))}, or leave it out for an outside authority");
            }

            if (KeyOf(issuer, at, findings) is { } key)
            {
                Once(keys, key, i, "key", "each issuer signs with a key of their own", findings);
            }
        }
    }

    private static string? KeyOf(OrderIssuerConfig issuer, string at, ConfigurationFindings findings)
    {
        if (issuer.Key.Length == 0)
        {
            return null;
        }

        try
        {
            return VerifyingKey.Load(issuer.Key).KeyId;
        }
        catch (FileNotFoundException)
        {
            findings.AddAt($"{at}.key", $"`{at}.key` names a file that does not exist, `{issuer.Key}`; put the issuer's public key (PEM) there");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SigningFormatException)
        {
            findings.AddAt($"{at}.key", $"`{at}.key` cannot be used: {fault.Message}");
        }

        return null;
    }

    private static void Once(Dictionary<string, int> seen, string text, int index, string key, string advice, ConfigurationFindings findings)
    {
        if (text.Length > 0 && !seen.TryAdd(text, index))
        {
            findings.AddAt($"orders.issuers[{index}].{key}", $"`orders.issuers[{index}].{key}` is the one that `orders.issuers[{seen[text]}]` already has; {advice}");
        }
    }
}
