using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Turns the section <c>console</c> into its records; one line per key.</summary>
internal static class ConsoleBinder
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static ConsoleConfig Bind(SectionReader section)
    {
        var console = new ConsoleConfig();
        console = new ConsoleConfig
        {
            Token = section.Flag("token", console.Token),
            Address = section.OptionalText("address"),
            Idle = section.Duration("idle", console.Idle, Minute, Day),
            Life = section.Duration("life", console.Life, Minute, Day),
            People = section.Sections("people", Person),
            Oidc = section.Raw("oidc") is { } oidc ? Oidc(section.Over(oidc, "oidc")) : null,
            Proxy = section.Raw("proxy") is { } proxy ? Proxy(section.Over(proxy, "proxy")) : null,
        };
        section.Close();
        return console;
    }

    private static PersonConfig Person(SectionReader section)
    {
        var person = new PersonConfig
        {
            Id = section.Text("id"),
            Name = section.OptionalText("name"),
            Party = section.OptionalText("party"),
            Roles = section.Words("roles", ConfigurationVocabulary.ConsoleRoles),
            Clearance = section.Raw("clearance") is null ? null : section.OneOf("clearance", ConfigurationVocabulary.Clearances),
            Key = section.OptionalFilePath("key"),
            Subject = section.OptionalText("subject"),
            Certificate = section.OptionalText("certificate"),
        };
        section.Close();
        return person;
    }

    private static OidcConfig Oidc(SectionReader section)
    {
        var oidc = new OidcConfig
        {
            Issuer = section.Text("issuer"),
            ClientId = section.Text("clientId"),
            ClientSecret = ConfigurationBinder.Secret(section, "clientSecret"),
        };
        section.Close();
        return oidc;
    }

    private static ProxyConfig Proxy(SectionReader section)
    {
        if (section.Raw("addresses") is null)
        {
            section.Text("addresses"); // tells that it is missing
        }

        if (section.Raw("secret") is null)
        {
            section.Text("secret");
        }

        var proxy = new ProxyConfig
        {
            Addresses = section.Texts("addresses", []),
            Secret = ConfigurationBinder.Secret(section, "secret") ?? new SecretConfig { Env = "" }, // was reported
        };
        section.Close();
        return proxy;
    }
}
