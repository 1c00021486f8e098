using System.Net;
using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Configuration;

/// <summary>Checks who signs in to the console: each way of signing in leads to one person, and everybody has a role.</summary>
internal static class ConsoleChecks
{
    private const string OneWay = "each way of signing in leads to one person";

    public static void Run(ConcordatConfig config, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (config.Console is not { } console)
        {
            return;
        }

        Address(console, findings);
        if (console.Oidc is { } oidc)
        {
            Issuer(oidc, findings);
            SecretChecks.Run(oidc.ClientSecret, "console.oidc.clientSecret", environment, findings);
        }

        if (console.Proxy is { } proxy)
        {
            SecretChecks.Run(proxy.Secret, "console.proxy.secret", environment, findings);
            for (var i = 0; i < proxy.Addresses.Count; i++)
            {
                if (!IPAddress.TryParse(proxy.Addresses[i], out _))
                {
                    findings.AddAt($"console.proxy.addresses[{i}]", $"`console.proxy.addresses[{i}]` must be an IP address, not `{proxy.Addresses[i]}`");
                }
            }
        }

        var (ids, subjects, certificates, keys) = (Seen(), Seen(), Seen(), Seen());
        for (var i = 0; i < console.People.Count; i++)
        {
            var (person, at) = (console.People[i], $"console.people[{i}]");
            PersonChecks.Once(ids, person.Id, at, "id", OneWay, findings);
            PersonChecks.Once(subjects, person.Subject, at, "subject", OneWay, findings);
            PersonChecks.Once(certificates, person.Certificate, at, "certificate", OneWay, findings);
            Person(config, person, at, findings);
            if (person.Key is { Length: > 0 })
            {
                PersonChecks.Once(keys, KeyOf(person.Key, at, findings), at, "key", OneWay, findings);
            }
        }
    }

    private static void Person(ConcordatConfig config, PersonConfig person, string at, ConfigurationFindings findings)
    {
        var approver = config.Approvers.FirstOrDefault(known => known.Id.Equals(person.Id, StringComparison.Ordinal));
        if (person.Id.Length > 0 && !Identifiers.IsId(person.Id))
        {
            findings.AddAt($"{at}.id", $"`{at}.id` {Identifiers.Rule}");
        }

        if (approver is null && person.Name is null)
        {
            findings.AddAt($"{at}.id", $"`{at}` must have a `name`: `{person.Id}` is no approver whose name would do");
        }

        if (approver is not null && (person.Name is not null || person.Party is not null || person.Key is not null))
        {
            findings.AddAt($"{at}.id", $"`{at}` is the approver `{person.Id}`, whose name, party and key stand under `approvers`; leave them out here");
        }

        if (approver is null && person.Roles.Count == 0)
        {
            findings.AddAt($"{at}.id", $"`{at}` must have `roles`: `{person.Id}` is no approver, so nothing else says what they may see");
        }

        if (person.Party is { Length: > 0 } party && !config.Parties.Any(known => known.Role.Equals(party, StringComparison.Ordinal)))
        {
            findings.AddAt($"{at}.party", $"`{at}.party` is `{party}`, which is the role of no party");
        }

        if (person.Roles.Contains("field-engineer", StringComparer.Ordinal) && person.Clearance is null)
        {
            findings.AddAt($"{at}.roles", $"`{at}` is a field engineer and must have a `clearance`: they see nothing above it");
        }

        if (person.Certificate is { Length: > 0 } certificate && (certificate.Length != 64 || !certificate.All(char.IsAsciiHexDigitLower)))
        {
            findings.AddAt($"{at}.certificate", $"`{at}.certificate` must be the SHA-256 of the certificate in 64 lower hex digits");
        }
    }

    private static string? KeyOf(string file, string at, ConfigurationFindings findings)
    {
        try
        {
            return VerifyingKey.Load(file).KeyId;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SigningFormatException)
        {
            findings.AddAt($"{at}.key", $"`{at}.key` cannot be used: {fault.Message}");
            return null;
        }
    }

    private static void Address(ConsoleConfig console, ConfigurationFindings findings)
    {
        if (console.Address is { Length: > 0 } text
            && (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.PathAndQuery is not "/"))
        {
            findings.AddAt("console.address", $"`console.address` must be only scheme, host and port, such as `https://concordat.example`, not `{text}`");
        }

        if (console.Idle > console.Life)
        {
            findings.AddAt("console.idle", "`console.idle` is longer than `console.life`; a session ends by the shorter one");
        }
    }

    private static void Issuer(OidcConfig oidc, ConfigurationFindings findings)
    {
        if (oidc.Issuer.Length > 0
            && (!Uri.TryCreate(oidc.Issuer, UriKind.Absolute, out var url) || (url.Scheme is not "https" && !(url.Scheme is "http" && url.IsLoopback))))
        {
            findings.AddAt("console.oidc.issuer", $"`console.oidc.issuer` must be an https URL, not `{oidc.Issuer}`");
        }
    }

    private static Dictionary<string, string> Seen() => new(StringComparer.Ordinal);
}
