using System.Net.Mail;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Notices;

namespace Concordat.Configuration;

/// <summary>Checks who is told of cases and orders: names, addresses and secrets.</summary>
internal static class NoticesChecks
{
    private const int MostWebhooks = 16;

    public static void Run(ConcordatConfig config, Func<string, string?> environment, ConfigurationFindings findings)
    {
        var hooks = config.Notices?.Webhooks ?? [];
        if (hooks.Count > MostWebhooks)
        {
            findings.AddAt("notices.webhooks", $"`notices.webhooks` has {hooks.Count} webhooks, at most {MostWebhooks} are allowed");
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < hooks.Count; i++)
        {
            Hook(hooks[i], $"notices.webhooks[{i}]", names, environment, findings);
        }

        if (config.Notices?.Mail is { } mail)
        {
            Server(mail, environment, findings);
        }

        Addresses(config, "parties", "mail", config.Parties.Select(static party => party.Mail), findings);
        Addresses(config, "useCases", "contact", config.UseCases.Select(static useCase => useCase.Contact), findings);
        Addresses(config, "approvers", "mail", config.Approvers.Select(static approver => approver.Mail), findings);
    }

    /// <summary>Who is told by e-mail.</summary>
    private static void Addresses(ConcordatConfig config, string section, string member, IEnumerable<string?> addresses, ConfigurationFindings findings)
    {
        foreach (var (i, address) in addresses.Index())
        {
            var at = $"{section}[{i}].{member}";
            if (address is { Length: > 0 } && !IsAddress(address))
            {
                findings.AddAt(at, $"`{at}` must be an e-mail address such as `ada@example.mil`, without a name");
            }
            else if (address is not null && config.Notices?.Mail is null)
            {
                findings.AddAt(at, $"`{at}` is of no use without `notices.mail`, which says by which server");
            }
        }
    }

    private static void Hook(WebhookConfig hook, string at, Dictionary<string, string> names, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (hook.Name.Length > 0 && !Identifiers.IsId(hook.Name))
        {
            findings.AddAt($"{at}.name", $"`{at}.name` {Identifiers.Rule}");
        }

        PersonChecks.Once(names, hook.Name, at, "name", "another webhook needs another name", findings);

        // The URL is not repeated: people have put secrets in URLs.
        if (hook.Url.Length > 0
            && (!Uri.TryCreate(hook.Url, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0
                || !(url.Scheme is "https" || (url.Scheme is "http" && url.IsLoopback && hook.Private))))
        {
            findings.AddAt($"{at}.url", $"`{at}.url` must be a URL that begins with `https://`, without user and password; `http` is for this machine alone, with `private: true`");
        }

        Secret(hook.Secret, $"{at}.secret", environment, findings);
        if (hook.FormerSecret is { } former)
        {
            Secret(former, $"{at}.formerSecret", environment, findings);
        }
    }

    private static void Secret(SecretConfig config, string at, Func<string, string?> environment, ConfigurationFindings findings)
    {
        SecretChecks.Run(config, at, environment, findings);
        if (SecretOf(config, environment) is { } secret && WebhookSecret.Parse(secret) is null)
        {
            findings.AddAt(at, $"`{at}` must hold `whsec_` and the base64 of 24 to 64 random bytes; `echo whsec_$(openssl rand -base64 32)` makes one");
        }
    }

    private static void Server(MailConfig mail, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (mail.Server.Length > 0 && Uri.CheckHostName(mail.Server) == UriHostNameType.Unknown)
        {
            findings.AddAt("notices.mail.server", "`notices.mail.server` must be the name or address of a machine, without port");
        }

        if (mail.From.Length > 0 && !IsAddress(mail.From))
        {
            findings.AddAt("notices.mail.from", "`notices.mail.from` must be an e-mail address such as `concordat@example.mil`, without a name");
        }

        if (!mail.Tls && mail.Server is not ("localhost" or "127.0.0.1" or "::1"))
        {
            findings.AddAt("notices.mail.tls", "`notices.mail.tls` can be `false` for a server on this machine alone");
        }

        if ((mail.User is null) != (mail.Password is null))
        {
            findings.AddAt("notices.mail", "`notices.mail` must have both `user` and `password`, or neither");
        }

        SecretChecks.Run(mail.Password, "notices.mail.password", environment, findings);
    }

    private static bool IsAddress(string text) =>
        text.Length <= 254 && text.All(static c => c is > ' ' and < '\x7f') && MailAddress.TryCreate(text, out var address)
        && address.Address.Equals(text, StringComparison.Ordinal) && address.DisplayName.Length == 0;

    private static string? SecretOf(SecretConfig secret, Func<string, string?> environment)
    {
        try
        {
            return secret.Env is { Length: > 0 } name ? environment(name)?.Trim()
                : secret.File is { Length: > 0 } file && new FileInfo(file) is { Exists: true, Length: <= 1024 } ? File.ReadAllText(file).Trim()
                : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return ""; // is no secret, and is said to be none
        }
    }
}
