namespace Concordat.Tests.Configuration;

/// <summary>What people sign with is refused where it could never be used, or would take too much.</summary>
public sealed class HumanSignatureChecksTests
{
    private const string Good = "webAuthn: { relyingParty: gateway.example, origins: [\"https://gateway.example\", \"https://a.gateway.example:8443\"] }";

    [Fact]
    public void A_good_section_is_taken()
    {
        using var folder = new ConfigurationFolder(ConfigurationFolder.CompleteText + "\n" + Good + "\n");
        var load = folder.Load();

        Assert.Equal("", string.Join('\n', load.Errors));
        Assert.Equal(("gateway.example", false, 2), (load.Config!.WebAuthn!.RelyingParty, load.Config.WebAuthn.Synced, load.Config.WebAuthn.Origins.Count));
    }

    [Theory]
    [InlineData("relyingParty: gateway.example", "relyingParty: https://gateway.example", "`webAuthn.relyingParty` must be a host name")]
    [InlineData("relyingParty: gateway.example", "relyingParty: Gateway.Example", "`webAuthn.relyingParty` must be a host name")]
    [InlineData("https://gateway.example\"", "http://gateway.example\"", "`webAuthn.origins[0]` must be `https://`")]
    [InlineData("https://gateway.example\"", "https://gateway.example/\"", "`webAuthn.origins[0]` must be `https://`")]
    [InlineData("https://gateway.example\"", "https://evilgateway.example\"", "`webAuthn.origins[0]` must be `https://`")]
    [InlineData("https://gateway.example\"", "*\"", "`webAuthn.origins[0]` must be `https://`")]
    [InlineData(", origins: [\"https://gateway.example\", \"https://a.gateway.example:8443\"]", "", "`webAuthn.origins` names the pages")]
    [InlineData(" }", ", authenticators: [{ model: abc, roots: none.pem }] }", "`webAuthn.authenticators[0].model` must be an AAGUID")]
    [InlineData(" }", ", authenticators: [{ model: 2fc0579f-8113-47ea-b116-bb5a8db9202a, roots: none.pem }] }", "`webAuthn.authenticators[0].roots` names a file that does not exist")]
    [InlineData(" }", ", authenticators: [{ model: 2fc0579f-8113-47ea-b116-bb5a8db9202a, roots: agreement.dsse.json }] }", "there is no certificate (PEM) in it")]
    [InlineData("webAuthn:", "smartCards: { roots: [agreement.dsse.json] }\nwebAuthn:", "one under `revocation`: a card whose revocation nobody knows is not taken")]
    [InlineData("webAuthn:", "smartCards: { roots: [agreement.dsse.json], revocation: [agreement.dsse.json] }\nwebAuthn:", "it is not a certificate revocation list")]
    [InlineData("webAuthn:", "smartCards: { roots: [], revocation: [], usages: [clientAuth] }\nwebAuthn:", "`smartCards.usages[0]` must be an OID")]
    public void A_section_that_cannot_work_is_refused(string good, string bad, string message)
    {
        using var folder = new ConfigurationFolder(ConfigurationFolder.CompleteText + "\n" + Good.Replace(good, bad, StringComparison.Ordinal) + "\n");
        Assert.Contains(folder.Load().Errors, error => error.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "can sign with nothing: give a `key` or a `card`, or take hardware keys with `webAuthn`")]
    [InlineData(", card: 1234567890@mil", "is of no use without `smartCards`")]
    public void A_person_who_could_never_sign_is_refused(string more, string message)
    {
        using var folder = new ConfigurationFolder(
            ConfigurationFolder.CompleteText + $"\napprovers:\n  - {{ id: a, name: A, role: commander, party: department{more} }}\n");
        Assert.Contains(folder.Load().Errors, error => error.ToString().Contains(message, StringComparison.Ordinal));
    }
}
