using System.Text.Json.Nodes;
using AngleSharp.Html.Parser;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing.WebAuthn;
using Concordat.Tests.Kit;

namespace Concordat.Console.Tests.Kit;

/// <summary>People of a console with hardware keys made of software, and what the console's script does for them.</summary>
internal sealed class EnrolledKeys : IDisposable
{
    private static readonly CredentialSeal Seal = new(new byte[CredentialSeal.KeySize]);

    private readonly ConsoleHost _host;
    private readonly List<SoftwareAuthenticator> _made = [];

    public EnrolledKeys(ConsoleHost host)
    {
        _host = host;
        host.Data.Book = new ApproverBook(
            [.. host.People.All.Select(person => person.Approver).OfType<Approver>()], new RelyingParty("console.example", [host.Address]), null, Seal);
    }

    public async Task<SoftwareAuthenticator> EnrolAsync(string person)
    {
        var key = new SoftwareAuthenticator { RelyingParty = "console.example", Origin = _host.Address };
        _made.Add(key);
        var (id, now) = (Invitation.IdOf(Invitation.NewToken()), TimeProvider.System.GetUtcNow());
        var approver = _host.People.All.Single(known => known.Id == person).Approver!;
        var invitation = new Invitation(id, person, approver.Role, approver.Party, now.AddHours(1), new string('c', 64), new byte[] { 1 }, 1, Used: null);
        Assert.Null(await _host.Stores.Credentials.InviteAsync(invitation, TestContext.Current.CancellationToken));
        var made = new NewCredential(key.CredentialId, key.PublicKey, key.Model, 0, key.Traits, IsAttested: false, ["usb"]);
        Assert.Null(await _host.Stores.Credentials.EnrolAsync(Seal.Seal(Credential.Of(made, invitation, 2, now)), TestContext.Current.CancellationToken));
        return key;
    }

    /// <summary>Opens the page of signing in, has the key sign what it is given, and hands that in.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string person, SoftwareAuthenticator key, Func<JsonNode, JsonNode>? change = null)
    {
        using var asked = await browser.GetAsync("/console/sign-in", TestContext.Current.CancellationToken);
        var token = ConsoleHost.TokenOf(new HtmlParser().ParseDocument(await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        using var task = await ConsoleHost.PostAsync(browser, "/console/sign-in/passkey/challenge", token, ("person", person));
        var statement = Sign(JsonNode.Parse(await task.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!, key);
        statement = change?.Invoke(statement) ?? statement;
        return await ConsoleHost.PostAsync(browser, "/console/sign-in/passkey", token, ("statement", statement.ToJsonString()));
    }

    /// <summary>What the script makes of a task and a touch.</summary>
    public static JsonNode Sign(JsonNode task, SoftwareAuthenticator key) => new JsonObject
    {
        ["payloadType"] = task["payloadType"]!.DeepClone(),
        ["payload"] = task["payload"]!.DeepClone(),
        ["webauthn"] = key.Get(System.Buffers.Text.Base64Url.DecodeFromChars(task["publicKey"]!["challenge"]!.GetValue<string>())),
    };

    public void Dispose() => _made.ForEach(key => key.Dispose());
}
