using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>The people of a test: they read a case and decide it as the command line does, over HTTP.</summary>
internal sealed class TestApprovers : IDisposable
{
    private readonly Dictionary<string, SigningKey> _keys = new(StringComparer.Ordinal)
    {
        ["commander"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
        ["official"] = SigningKey.Generate(SignatureAlgorithm.EcdsaP256),
        ["reviewer"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
        ["vendor-reviewer"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
        ["requester"] = SigningKey.Generate(SignatureAlgorithm.Ed25519),
    };

    public static readonly string[] Panel = ["reviewer", "vendor-reviewer"];
    public static readonly string[] Command = ["commander", "official"];

    /// <summary>Puts the people into a configuration; a grant may follow its reading at once.</summary>
    public ConcordatConfig Register(ConcordatConfig config) => config with
    {
        Limits = config.Limits with { ReadingTime = TimeSpan.Zero },
        Approvers =
        [
            Config(config, "commander", "commander", "department"),
            Config(config, "official", "official", "department"),
            Config(config, "reviewer", "reviewer", "department"),
            Config(config, "vendor-reviewer", "reviewer", "vendor"),
            Config(config, "requester", "commander", "department") with { RequestsFor = ["maintenance"] },
        ],
    };

    public SigningKey Key(string id) => _keys[id];

    /// <summary>Reads and signs for each of the people; every step must be taken.</summary>
    public async Task GrantAsync(GatewayHost host, string id, params string[] people)
    {
        foreach (var person in people)
        {
            var (status, body) = await DecideAsync(host, id, person, DecisionAct.Grant);
            Assert.True(status == HttpStatusCode.OK, body.ToJsonString());
        }
    }

    /// <summary>Reads, then says what is asked, over what was read.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> DecideAsync(GatewayHost host, string id, string person, DecisionAct act)
    {
        var (status, shown) = await ReadAsync(host, id, person);
        return status != HttpStatusCode.OK
            ? (status, shown)
            : await PostAsync(host, id, "decisions", Statement(id, person, act, shown), _keys[person]);
    }

    public Task<(HttpStatusCode Status, JsonNode Body)> ReadAsync(GatewayHost host, string id, string person) =>
        PostAsync(host, id, "readings", Statement(id, person, DecisionAct.Read, null), _keys[person]);

    public static async Task<(HttpStatusCode Status, JsonNode Body)> PostAsync(
        GatewayHost host, string id, string what, DecisionStatement statement, SigningKey key)
    {
        using var content = new StringContent(Encoding.UTF8.GetString(statement.Sign(key).ToJson()), Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(new Uri($"/v1/cases/{id}/{what}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    public static DecisionStatement Statement(string id, string person, DecisionAct act, JsonNode? shown)
    {
        Assert.True(CaseId.TryParse(id, out var named));
        return new DecisionStatement(
            act, named, shown?["digest"]!.GetValue<string>() ?? "", shown is null ? "" : ActionText.Hash(shown["text"]!.GetValue<string>()), person, "",
            TimeProvider.System.GetUtcNow());
    }

    public void Dispose()
    {
        foreach (var key in _keys.Values)
        {
            key.Dispose();
        }
    }

    /// <summary>The same person, appointed by the party's key.</summary>
    public static ApproverConfig Appointed(string folder, ApproverConfig person, SigningKey? by = null, DateTimeOffset? until = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddDays(-30);
        var said = new AppointmentStatement(
            "base", person.Id, person.Name, person.Role, person.Party, person.Key is { } file ? VerifyingKey.Load(file).KeyId : null, person.Card, now, until ?? now.AddDays(400));
        var path = Path.Combine(folder, $"{person.Id}.appointment.json");
        File.WriteAllBytes(path, said.ToEnvelope().Sign(by ?? (person.Party == "vendor" ? SignedBaseAgreement.Vendor : SignedBaseAgreement.Department)).ToJson());
        return person with { Appointment = path };
    }

    private ApproverConfig Config(ConcordatConfig config, string id, string role, string party)
    {
        var path = Path.Combine(config.Data, $"{id}.pub.pem");
        File.WriteAllText(path, _keys[id].PublicKey.ToPem());
        return Appointed(config.Data, new ApproverConfig { Id = id, Name = id, Role = role, Party = party, Key = path });
    }
}
