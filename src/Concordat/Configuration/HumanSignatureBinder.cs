using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads the sections on what people sign with.</summary>
internal static class HumanSignatureBinder
{
    public static WebAuthnConfig WebAuthn(SectionReader section)
    {
        var config = new WebAuthnConfig
        {
            RelyingParty = section.Text("relyingParty"),
            Origins = section.Texts("origins", []),
            Synced = section.Flag("synced", fallback: false),
            Authenticators = section.Sections("authenticators", Authenticator),
        };
        section.Close();
        return config;
    }

    public static SmartCardsConfig SmartCards(SectionReader section)
    {
        var config = new SmartCardsConfig
        {
            Roots = section.FilePaths("roots"),
            Issuers = section.FilePaths("issuers"),
            Revocation = section.FilePaths("revocation"),
            Policies = section.Texts("policies", []),
            Usages = section.Texts("usages", []),
        };
        section.Close();
        return config;
    }

    private static AuthenticatorConfig Authenticator(SectionReader section)
    {
        var config = new AuthenticatorConfig { Model = section.Text("model"), Roots = section.FilePath("roots") };
        section.Close();
        return config;
    }
}
