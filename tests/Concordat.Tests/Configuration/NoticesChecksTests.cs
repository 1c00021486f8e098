namespace Concordat.Tests.Configuration;

/// <summary>Who is told of cases is refused where it could never be, or where it would give something away.</summary>
public sealed class NoticesChecksTests
{
    private const string Good = """
        notices:
          webhooks: [{ name: desk, url: "https://desk.example.mil/hooks", secret: { file: hook.secret } }]
          mail: { server: smtp.example.mil, from: concordat@example.mil, user: concordat, password: { env: VENDOR_KEY } }
        approvers:
          - { id: ada, name: Ada, role: commander, party: department, key: ada.pem, mail: ada@example.mil, standBy: 50 }
        """;

    [Fact]
    public void A_good_section_is_taken()
    {
        var load = Load(Good, out var errors);

        Assert.Equal("", errors);
        Assert.Equal(("desk", 587, 50), (load.Notices!.Webhooks[0].Name, load.Notices.Mail!.Port, load.Approvers[0].StandBy));
    }

    [Theory]
    [InlineData("https://desk.example.mil/hooks", "http://desk.example.mil/hooks", "must be a URL that begins with `https://`")]
    [InlineData("https://desk.example.mil/hooks", "http://127.0.0.1/hooks", "must be a URL that begins with `https://`")]
    [InlineData("https://desk.example.mil/hooks", "https://ada:hunter2@desk.example.mil", "without user and password")]
    [InlineData("{ file: hook.secret }", "{ file: weak.secret }", "`notices.webhooks[0].secret` must hold `whsec_`")]
    [InlineData("{ file: hook.secret }", "{ file: hook.secret }, formerSecret: { file: weak.secret }", "`notices.webhooks[0].formerSecret` must hold `whsec_`")]
    [InlineData("{ file: hook.secret }", "{ file: no.secret }", "names a file that does not exist")]
    [InlineData("name: desk", "name: a b", "`notices.webhooks[0].name` must be")]
    [InlineData("server: smtp.example.mil", "server: \"smtp.example.mil:25\"", "`notices.mail.server` must be the name")]
    [InlineData("from: concordat@example.mil", "from: Concordat <concordat@example.mil>", "`notices.mail.from` must be an e-mail address")]
    [InlineData(", user: concordat", ", tls: false", "on this machine alone")]
    [InlineData(", user: concordat", "", "must have both `user` and `password`")]
    [InlineData("mail: ada@example.mil", "mail: \"ada@example.mil\\r\\nBcc: eve@example.org\"", "`approvers[0].mail` must be an e-mail address")]
    [InlineData("standBy: 50", "standBy: 100", "must be from 0 to 95")]
    public void A_section_that_cannot_work_is_refused(string good, string bad, string message)
    {
        Load(Good.Replace(good, bad, StringComparison.Ordinal), out var errors);

        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_without_a_mail_server_is_refused()
    {
        Load(Good[Good.IndexOf("approvers", StringComparison.Ordinal)..], out var errors);

        Assert.Contains("is of no use without `notices.mail`", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy@example.com", true, "")]
    [InlineData("policy@example.com", false, "`parties[0].mail` is of no use without `notices.mail`")]
    [InlineData("Policy <policy@example.com>", true, "`parties[0].mail` must be an e-mail address")]
    public void A_party_is_told_at_an_address_by_a_server(string address, bool hasServer, string message)
    {
        var party = ConfigurationFolder.CompleteText.Replace("role: department, key", $"role: department, mail: {address}, key", StringComparison.Ordinal);
        Load(hasServer ? Good : "", out var errors, party);

        Assert.StartsWith(message, errors.Length == 0 ? "" : errors[errors.IndexOf('`', StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Equal(message.Length == 0, errors.Length == 0);
    }

    private static Concordat.Gateway.Configuration.ConcordatConfig Load(string section, out string errors, string? complete = null)
    {
        using var folder = new ConfigurationFolder((complete ?? ConfigurationFolder.CompleteText) + "\n" + section + "\n");
        using var key = Signing.SigningKey.Generate(Signing.SignatureAlgorithm.Ed25519);
        folder.WriteFile("ada.pem", key.PublicKey.ToPem());
        folder.WriteFile("hook.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n");
        folder.WriteFile("weak.secret", "whsec_c2hvcnQ=\n");
        var load = folder.Load();
        errors = string.Join('\n', load.Errors);
        return load.Config!;
    }
}
