using System.Text;
using System.Text.Json.Nodes;
using Concordat.Client;
using Concordat.Gateway.Tests.Cases;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Mcp;

/// <summary>A tool server that is told of grants can insist on one: it checks offline what people signed for exactly its call.</summary>
public sealed class McpGrantTests : IAsyncLifetime
{
    private const string Weapon = "depot__release_weapon";

    private readonly TestApprovers _people = new();
    private ToolServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ToolServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _people.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_granted_call_brings_the_grant_to_a_server_of_either_revision_and_its_verifier_takes_it(bool isModern)
    {
        _server.IsModern = isModern;
        await using var host = await StartAsync(grants: true);
        var held = await McpCaller.CallAsync(host, Weapon, new { target = "hulk 7" });
        await _people.GrantAsync(host, held.Case!, TestApprovers.Command);
        Assert.False((await McpCaller.CallAsync(host, Weapon, new { target = "hulk 7" }, held.Case)).IsToolError);

        var call = Assert.Single(_server.Calls);
        var grant = Encoding.UTF8.GetBytes(call["_meta"]!["concordat/grant"]!.ToJsonString());
        var arguments = Encoding.UTF8.GetBytes(call["arguments"]!.ToJsonString());
        var now = TimeProvider.System.GetUtcNow();
        var verifier = Verifier(SignedBaseAgreement.Agreement.Hash, "depot");
        var result = verifier.Verify(grant, Weapon, arguments, now);
        Assert.True(result.IsValid, result.Fault);
        Assert.Equal((held.Case, 2), ((string?)result.Case, result.Signers.Length));
        Assert.Equal("the grant is for other arguments", verifier.Verify(grant, Weapon, """{"target":"hulk 8"}"""u8, now).Fault);
        Assert.Equal("the grant is of another deployment", Verifier(SignedBaseAgreement.Agreement.Hash, "other").Verify(grant, Weapon, arguments, now).Fault);
    }

    [Fact]
    public async Task A_server_that_is_not_told_of_grants_gets_none_and_neither_does_a_call_that_needs_none()
    {
        await using (var host = await StartAsync(grants: false))
        {
            var held = await McpCaller.CallAsync(host, Weapon, new { target = "hulk 7" });
            await _people.GrantAsync(host, held.Case!, TestApprovers.Command);
            Assert.False((await McpCaller.CallAsync(host, Weapon, new { target = "hulk 7" }, held.Case)).IsToolError);
        }

        await using var told = await StartAsync(grants: true);
        Assert.False((await McpCaller.CallAsync(told, "depot__get_weather", new { city = "Oslo" })).IsToolError);

        Assert.All(_server.Calls, static call => Assert.Null(call["_meta"]?["concordat/grant"]));
        Assert.Equal(2, _server.Calls.Count);
    }

    [Fact]
    public async Task A_grant_that_the_client_hands_in_itself_never_reaches_the_server()
    {
        await using var host = await StartAsync(grants: true);
        var call = JsonNode.Parse("""{"name":"depot__get_weather","arguments":{"city":"Oslo"},"_meta":{"concordat/grant":{"case":"case_0199aaaabbbb7cccdddd0123456789ab","action":"e30=","signatures":[]}}}""")!.AsObject();
        await McpCaller.SendAsync(host, McpCaller.Message("tools/call", call));

        Assert.All(_server.Calls, static seen => Assert.Null(seen["_meta"]?["concordat/grant"]));
    }

    private GrantVerifier Verifier(string agreement, string deployment) =>
        new([.. TestApprovers.Command.Select(id => new GrantKey(id, id, "department", _people.Key(id).PublicKey.ToPem()))], GrantSeat.Parse("department:commander", "department:commander|official"))
        {
            Schemas = new HashSet<string> { ToolServer.HashOf(ToolServer.Define("release_weapon")) },
            Agreements = new HashSet<string> { agreement },
            UseCases = new HashSet<string> { "maintenance" },
            Deployments = new HashSet<string> { deployment },
        };

    private Task<GatewayHost> StartAsync(bool grants) => GatewayHost.StartAsync(config =>
    {
        var ready = _server.Register(GrantTests.Fires(_people.Register(config)));
        return ready with { Mcp = ready.Mcp! with { Servers = [.. ready.Mcp.Servers.Select(server => server with { Grants = grants })] } };
    });
}
