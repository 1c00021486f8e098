using System.Text.RegularExpressions;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Signing;

namespace Concordat.Configuration;

/// <summary>Checks what hardware keys and smart cards are taken: nothing that could never be used, nothing that would take too much.</summary>
internal static partial class HumanSignatureChecks
{
    public static void Run(ConcordatConfig config, ConfigurationFindings findings)
    {
        if (config.WebAuthn is { } webAuthn)
        {
            CheckWebAuthn(webAuthn, findings);
        }

        if (config.SmartCards is { } cards)
        {
            CheckCards(cards, findings);
        }
    }

    private static void CheckWebAuthn(WebAuthnConfig config, ConfigurationFindings findings)
    {
        var host = config.RelyingParty;
        if (host.Length > 0 && !HostName().IsMatch(host))
        {
            findings.AddAt("webAuthn.relyingParty", $"`webAuthn.relyingParty` must be a host name in lower case, without `https://` and port, such as `gateway.example`, not `{host}`");
        }

        if (config.Origins.Count == 0)
        {
            findings.AddAt("webAuthn", "`webAuthn.origins` names the pages on which people sign, at least one, such as `https://gateway.example`");
        }

        for (var i = 0; i < config.Origins.Count; i++)
        {
            if (config.Origins[i] is { Length: > 0 } origin && !IsOrigin(origin, host))
            {
                findings.AddAt($"webAuthn.origins[{i}]", $"`webAuthn.origins[{i}]` must be `https://`, then `{host}` or a host under it, and a port where there is one, with nothing after it; `http://` only for `localhost`");
            }
        }

        var models = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < config.Authenticators.Count; i++)
        {
            var at = $"webAuthn.authenticators[{i}]";
            var model = config.Authenticators[i].Model;
            if (model.Length > 0 && (!Guid.TryParseExact(model, "D", out var id) || id == Guid.Empty))
            {
                findings.AddAt($"{at}.model", $"`{at}.model` must be an AAGUID such as `2fc0579f-8113-47ea-b116-bb5a8db9202a`, not `{model}`");
            }

            if (model.Length > 0 && !models.Add(model))
            {
                findings.AddAt($"{at}.model", $"`{at}.model` is there already");
            }

            Try(config.Authenticators[i].Roots, $"{at}.roots", path => SignatureTrust.Certificates(path), findings);
        }
    }

    private static void CheckCards(SmartCardsConfig config, ConfigurationFindings findings)
    {
        if (config.Roots.Count == 0 || config.Revocation.Count == 0)
        {
            findings.AddAt("smartCards", "`smartCards` needs at least one file under `roots` and one under `revocation`: a card whose revocation nobody knows is not taken");
        }

        Each(config.Roots, "smartCards.roots", path => SignatureTrust.Certificates(path), findings);
        Each(config.Issuers, "smartCards.issuers", path => SignatureTrust.Certificates(path), findings);
        Each(config.Revocation, "smartCards.revocation", path => SignatureTrust.List(path), findings);
        Oids(config.Policies, "smartCards.policies", findings);
        Oids(config.Usages, "smartCards.usages", findings);
    }

    private static bool IsOrigin(string origin, string host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority).Equals(origin, StringComparison.Ordinal)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.Host is "localhost"))
        && (uri.Host.Equals(host, StringComparison.Ordinal) || uri.Host.EndsWith("." + host, StringComparison.Ordinal));

    private static void Each(IReadOnlyList<string> paths, string key, Action<string> load, ConfigurationFindings findings)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            Try(paths[i], $"{key}[{i}]", load, findings);
        }
    }

    private static void Try(string path, string at, Action<string> load, ConfigurationFindings findings)
    {
        if (path.Length == 0)
        {
            return;
        }

        try
        {
            load(path);
        }
        catch (FileNotFoundException)
        {
            findings.AddAt(at, $"`{at}` names a file that does not exist, `{path}`");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SigningFormatException)
        {
            findings.AddAt(at, $"`{at}` cannot be used: {fault.Message}");
        }
    }

    private static void Oids(IReadOnlyList<string> oids, string key, ConfigurationFindings findings)
    {
        for (var i = 0; i < oids.Count; i++)
        {
            if (oids[i].Length > 0 && !Oid().IsMatch(oids[i]))
            {
                findings.AddAt($"{key}[{i}]", $"`{key}[{i}]` must be an OID such as `2.16.840.1.101.3.2.1.3.13`, not `{oids[i]}`");
            }
        }
    }

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A[0-2](\.(0|[1-9][0-9]{0,18})){1,30}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Oid();
}
