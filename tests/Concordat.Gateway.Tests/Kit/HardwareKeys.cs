using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing;
using Concordat.Tests.Kit;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>People with hardware keys, and the parties that invite them: everything over HTTP, as the console's script does it.</summary>
internal sealed class HardwareKeys : IDisposable
{
    private readonly Dictionary<string, SoftwareAuthenticator> _keys = new(StringComparer.Ordinal);

    /// <summary>The keys that signed the agreement: each party invites its own people with its own.</summary>
    public SigningKey Department { get; } = SignedBaseAgreement.Department;

    public SigningKey Vendor { get; } = SignedBaseAgreement.Vendor;

    public SoftwareAuthenticator this[string person]
    {
        get => _keys[person];
        set => _keys[person] = value;
    }

    public ConcordatConfig Register(ConcordatConfig config) => config with
    {
        Limits = config.Limits with { ReadingTime = TimeSpan.Zero },
        UseCases = [config.UseCases[0] with { Functions = ["fires"] }],
        WebAuthn = new WebAuthnConfig { RelyingParty = "gateway.example", Origins = ["https://gateway.example"] },
        Parties =
        [
            new PartyConfig { Name = "Department", Role = "department", Key = Save(config, "department", Department) },
            new PartyConfig { Name = "Vendor", Role = "vendor", Key = Save(config, "vendor", Vendor) },
        ],
        Approvers =
        [
            new ApproverConfig { Id = "commander", Name = "Range Commander", Role = "commander", Party = "department" },
            new ApproverConfig { Id = "official", Name = "Safety Officer", Role = "official", Party = "department" },
            new ApproverConfig { Id = "requester", Name = "Requester", Role = "commander", Party = "department", RequestsFor = ["maintenance"] },
            new ApproverConfig { Id = "vendor-reviewer", Name = "Vendor Reviewer", Role = "reviewer", Party = "vendor" },
        ],
    };

    /// <summary>Invites and enrols; every step must be taken.</summary>
    public async Task EnrolAsync(GatewayHost host, params string[] people)
    {
        foreach (var person in people)
        {
            var token = await InviteAsync(host, person);
            _keys[person] = new SoftwareAuthenticator();
            var (status, body) = await EnrolAsync(host, token, _keys[person]);
            Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        }
    }

    public async Task<string> InviteAsync(GatewayHost host, string person)
    {
        var token = Invitation.NewToken();
        var (status, body) = await PostAsync(host, "/v1/approvers/invitations", Invite(token, person).Sign(Department).ToJson());
        Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        return token;
    }

    public static InvitationStatement Invite(string token, string person) => new(
        Invitation.IdOf(token), person, person is "official" ? "official" : "commander", "department", TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddHours(1));

    /// <summary>Asks for the options as a browser does, makes the credential and brings it back.</summary>
    public static async Task<(HttpStatusCode Status, JsonNode Body)> EnrolAsync(GatewayHost host, string token, SoftwareAuthenticator key)
    {
        var (status, options) = await PostAsync(host, "/v1/approvers/challenges", new JsonObject { ["invitation"] = token });
        return status != HttpStatusCode.OK
            ? (status, options)
            : await PostAsync(host, "/v1/approvers/credentials", new JsonObject { ["invitation"] = token, ["credential"] = key.Create(ChallengeOf(options)) });
    }

    /// <summary>Reads, then says what is asked, over what was read.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> DecideAsync(GatewayHost host, string id, string person, DecisionAct act)
    {
        var read = await SayAsync(host, id, person, DecisionAct.Read);
        return read.Status != HttpStatusCode.OK ? read : await SayAsync(host, id, person, act);
    }

    /// <summary>One ceremony: options, touch, statement.</summary>
    /// <param name="with">The key that is touched; the person's own when left out.</param>
    public async Task<(HttpStatusCode Status, JsonNode Body)> SayAsync(
        GatewayHost host, string id, string person, DecisionAct act, SoftwareAuthenticator? with = null)
    {
        var (status, statement) = await SignAsync(host, id, person, act, with);
        return status != HttpStatusCode.OK ? (status, statement) : await PostStatementAsync(host, id, act, statement);
    }

    public async Task<(HttpStatusCode Status, JsonNode Statement)> SignAsync(
        GatewayHost host, string id, string person, DecisionAct act, SoftwareAuthenticator? with = null)
    {
        var (status, options) = await PostAsync(
            host, $"/v1/cases/{id}/challenges", new JsonObject { ["approver"] = person, ["act"] = act.ToString().ToLowerInvariant() });
        return status != HttpStatusCode.OK
            ? (status, options)
            : (status, new JsonObject
            {
                ["payloadType"] = options["payloadType"]!.DeepClone(),
                ["payload"] = options["payload"]!.DeepClone(),
                ["webauthn"] = (with ?? _keys[person]).Get(ChallengeOf(options)),
            });
    }

    public static Task<(HttpStatusCode Status, JsonNode Body)> PostStatementAsync(GatewayHost host, string id, DecisionAct act, JsonNode statement) =>
        PostAsync(host, $"/v1/cases/{id}/{(act == DecisionAct.Read ? "readings" : "decisions")}", statement);

    public static Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(GatewayHost host, string path, JsonNode body) =>
        PostAsync(host, path, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(GatewayHost host, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var response = await host.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    public static string CodeOf((HttpStatusCode Status, JsonNode Body) answer)
    {
        Assert.NotEqual(HttpStatusCode.OK, answer.Status);
        return answer.Body["error"]!["code"]!.GetValue<string>();
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    private static byte[] ChallengeOf(JsonNode options) =>
        System.Buffers.Text.Base64Url.DecodeFromChars(options["publicKey"]!["challenge"]!.GetValue<string>());

    private static string Save(ConcordatConfig config, string name, SigningKey key)
    {
        var path = Path.Combine(config.Data, $"{name}.pub.pem");
        File.WriteAllText(path, key.PublicKey.ToPem());
        return path;
    }
}
