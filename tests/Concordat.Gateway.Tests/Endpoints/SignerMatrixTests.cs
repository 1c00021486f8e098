using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;
using Concordat.Gateway.Tests.Rulings;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Rulings;

namespace Concordat.Gateway.Tests.Endpoints;

/// <summary>
/// Every route that takes a signed document against everybody who may sign one, compared with what is written down in
/// <c>tests/cases/http/signer-matrix.txt</c>: the status, and the code of a refusal. Nobody brings an API key.
/// </summary>
public sealed class SignerMatrixTests
{
    /// <summary>What each route is sent by a signer, and who is the one to sign it.</summary>
    private static readonly (string Route, string Rightful, Func<SignerWorld, string, Task<(string Path, byte[] Body)>> Make)[] Rows =
    [
        ("POST /v1/cases/{id}/readings", "commander", (world, signer) => DecideAsync(world, signer, DecisionAct.Read)),
        ("POST /v1/cases/{id}/decisions", "commander", (world, signer) => DecideAsync(world, signer, DecisionAct.Deny)),
        ("POST /v1/approvers/invitations", "department", InviteAsync),
        ("POST /v1/approvers/retirements", "department", RetireAsync),
        ("POST /v1/decisions/{entry}/settlements", "reviewer", SettleAsync),
        ("POST /v1/keys", "platform-engineer", MakeKeyAsync),
        ("POST /v1/keys/{id}/revocation", "platform-engineer", RevokeKeyAsync),
        ("POST /v1/orders", "issuer", OrderAsync),
        ("POST /v1/rulings", "both reviewers", RuleAsync),
        ("POST /v1/readiness", "both reviewers", AdvanceAsync),
    ];

    [Fact]
    public async Task Each_route_takes_what_is_written_down_of_each_who_signs()
    {
        var table = new List<(string, IReadOnlyList<string>)>();
        foreach (var (route, rightful, make) in Rows)
        {
            await using var world = await SignerWorld.StartAsync();
            var cells = new List<string>();
            foreach (var signer in SignerWorld.Signers)
            {
                var (path, body) = await make(world, signer);
                cells.Add(await world.SendAsync(path, body));
            }

            await using var robbed = await SignerWorld.StartAsync();
            var (to, stolen) = await make(robbed, rightful);
            await robbed.RevokeAsync(rightful);
            cells.Add(await robbed.SendAsync(to, stolen));
            cells.Add(await robbed.SendAsync(to, "{}"u8.ToArray()));
            table.Add((route, cells));
        }

        await Matrix.IsWrittenAsync("signer-matrix.txt", Matrix.Render([.. SignerWorld.Signers, "who may, key revoked", "unsigned"], table));
    }

    [Fact]
    public async Task Every_route_of_the_OpenAPI_document_that_takes_a_signed_document_has_a_row_and_no_other()
    {
        var routes = (await Matrix.RoutesAsync()).Where(static each => each.Body is "#/components/schemas/PersonalStatement" or "#/components/schemas/Envelope").Select(static each => each.Route);
        Assert.Equal(routes.Order(StringComparer.Ordinal), Rows.Select(static row => row.Route).Order(StringComparer.Ordinal));
    }

    private static async Task<(string, byte[])> DecideAsync(SignerWorld world, string signer, DecisionAct act)
    {
        var id = await HeldCall.HoldAsync(world.Host, $"hulk {signer} {act}");
        var file = await world.Host.Stores.Cases.GetFileAsync(CaseOf(id), TestContext.Current.CancellationToken);
        var name = SignerWorld.NameOf(signer, "commander");
        var reads = act == DecisionAct.Read;
        var shown = reads ? null : await ShownAsync(world, id);
        var statement = new DecisionStatement(act, CaseOf(id), reads ? "" : file!.Case.Digest!, reads ? "" : ActionText.Hash(shown!), name, "", TimeProvider.System.GetUtcNow());
        return ($"/v1/cases/{id}/{(reads ? "readings" : "decisions")}", world.Sign(signer, DecisionStatement.PayloadType, statement.ToPayload()));
    }

    /// <summary>The text of the action, as somebody who may see it is shown it.</summary>
    private static async Task<string> ShownAsync(SignerWorld world, string id)
    {
        var statement = new DecisionStatement(DecisionAct.Read, CaseOf(id), "", "", "official", "", TimeProvider.System.GetUtcNow());
        using var response = await world.Host.PostAsync($"/v1/cases/{id}/readings", Encoding.UTF8.GetString(world.Sign("official", DecisionStatement.PayloadType, statement.ToPayload())));
        return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["text"]!;
    }

    private static Task<(string, byte[])> InviteAsync(SignerWorld world, string signer) => Task.FromResult((
        "/v1/approvers/invitations", world.Sign(signer, InvitationStatement.PayloadType, HardwareKeys.Invite(Invitation.NewToken(), "official").ToPayload())));

    private static Task<(string, byte[])> RetireAsync(SignerWorld world, string signer) => Task.FromResult((
        "/v1/approvers/retirements", world.Sign(signer, RetirementStatement.PayloadType, new RetirementStatement(world.Credential, "lost", TimeProvider.System.GetUtcNow()).ToPayload())));

    private static Task<(string, byte[])> SettleAsync(SignerWorld world, string signer) => Task.FromResult((
        $"/v1/decisions/{world.Reported}/settlements",
        world.Sign(signer, SettlementStatement.PayloadType, new SettlementStatement("test.example/ledger", world.Reported, ReportState.Upheld, SignerWorld.NameOf(signer, "reviewer"), TimeProvider.System.GetUtcNow()).ToPayload())));

    private static Task<(string, byte[])> MakeKeyAsync(SignerWorld world, string signer) => Task.FromResult(("/v1/keys", world.Sign(
        signer,
        ApiKeyStatement.PayloadType,
        new ApiKeyStatement(ApiKeyAct.Make, "test.example/ledger", SignerWorld.NameOf(signer, "platform-engineer"), TimeProvider.System.GetUtcNow()) { UseCase = "maintenance", Label = "x", Days = 1 }.ToPayload())));

    private static async Task<(string, byte[])> RevokeKeyAsync(SignerWorld world, string signer)
    {
        var id = (await world.Host.Stores.Keys.ListAsync(TestContext.Current.CancellationToken))[0].Id;
        var statement = new ApiKeyStatement(ApiKeyAct.Revoke, "test.example/ledger", SignerWorld.NameOf(signer, "platform-engineer"), TimeProvider.System.GetUtcNow()) { Key = id };
        return ($"/v1/keys/{id}/revocation", world.Sign(signer, ApiKeyStatement.PayloadType, statement.ToPayload()));
    }

    /// <summary>Everybody says that they are the issuer: nobody else is one.</summary>
    private static Task<(string, byte[])> OrderAsync(SignerWorld world, string signer)
    {
        var yesterday = TestIssuers.Time(TimeProvider.System.GetUtcNow().AddDays(-1));
        var (type, payload) = OrderReader.Draft(Encoding.UTF8.GetBytes($$"""
            {
              "format": "concordat-order/1", "id": "by-{{signer.Replace(' ', '-')}}", "title": "A test order", "issuer": "issuer", "official": "The CIO", "legalBasis": [{ "cite": "CIO memo 1" }],
              "action": "remove", "targets": [{"vendor":"Nobody here"}], "issued": "{{yesterday}}", "effective": "{{yesterday}}"
            }
            """));
        return Task.FromResult(("/v1/orders", world.Sign(signer, type, payload)));
    }

    private static Task<(string, byte[])> RuleAsync(SignerWorld world, string signer) => Task.FromResult((
        "/v1/rulings", world.Sign(signer, Ruling.PayloadType, RulingReader.Payload(TestPanel.Images(world.Picture)))));

    private static Task<(string, byte[])> AdvanceAsync(SignerWorld world, string signer) => Task.FromResult((
        "/v1/readiness", world.Sign(signer, ReadinessStep.PayloadType, ReadinessReader.Payload(world.Step))));

    private static CaseId CaseOf(string id)
    {
        Assert.True(CaseId.TryParse(id, out var named));
        return named;
    }
}
