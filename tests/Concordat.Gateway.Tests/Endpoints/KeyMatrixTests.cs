using Concordat.Gateway.Tests.Certifying;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Endpoints;

/// <summary>
/// Every route of the data plane against every kind of API key, compared with what is written down in <c>tests/cases/http/key-matrix.txt</c>: the status, the
/// code of a refusal, and <c>ours</c> where the answer tells of the use case whose key asked.
/// </summary>
public sealed class KeyMatrixTests
{
    private const string Statement = """{"payloadType":"x"}""";

    private static readonly KeyMatrixRow[] Rows =
    [
        new("POST /v1/chat/completions", DialectCase.Of("chat").Request("Hello", stream: false, "sandbox")),
        new("POST /v1/responses", DialectCase.Of("responses").Request("Hello", stream: false, "sandbox")),
        new("POST /v1/embeddings", """{"model":"sandbox","input":"Hello"}"""),
        new("POST /v1/messages", DialectCase.Of("messages").Request("Hello", stream: false, "sandbox")),
        new("GET /v1/models"),
        new("POST /mcp", McpCaller.Message("tools/list", new() { ["_meta"] = McpCaller.Meta(null) }).ToJsonString(), Change: static request =>
        {
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Add("MCP-Protocol-Version", McpCaller.Version);
            request.Headers.Add("Mcp-Method", "tools/list");
        }),
        new("GET /mcp"),
        new("DELETE /mcp"),
        new("POST /v1/preflight", $$"""{"operation":"chat","request":{{TestSuite.Plain}}}"""),
        new("GET /v1/preflight/certificates/{id}"),
        new("POST /v1/preflight/certificates", TestSuite.Body(("plain", TestSuite.Plain))),
        new("POST /v1/cases/{id}/readings", Statement),
        new("POST /v1/cases/{id}/decisions", Statement),
        new("POST /v1/cases/{id}/challenges", """{"approver":"commander","act":"grant"}"""),
        new("GET /v1/cases"),
        new("GET /v1/cases/{id}"),
        new("GET /v1/cases/{id}/events"),
        new("POST /v1/cases/{id}/identities", "{}"),
        new("POST /v1/cases/{id}/rulings", Statement),
        new("POST /v1/cases/{id}/withdrawal"),
        new("POST /v1/approvers/invitations", Statement),
        new("POST /v1/approvers/challenges", """{"invitation":"AAAA"}"""),
        new("POST /v1/approvers/credentials", """{"invitation":"AAAA","credential":{}}"""),
        new("POST /v1/approvers/retirements", Statement),
        new("POST /v1/decisions/{entry}/unmaskings", """{"placeholders":["USPER 1 EMAIL"],"need":"to warn her","authority":"DoDM 5240.01"}"""),
        new("POST /v1/decisions/{entry}/reports", """{"reason":"misread"}"""),
        new("POST /v1/decisions/{entry}/settlements", Statement),
        new("POST /v1/keys", Statement),
        new("POST /v1/keys/{id}/revocation", Statement),
        new("GET /v1/orders"),
        new("POST /v1/orders", Statement),
        new("GET /v1/orders/{id}"),
        new("GET /v1/orders/{id}/explanation"),
        new("GET /v1/orders/{id}/plan"),
        new("GET /v1/deployments/shadow"),
        new("GET /v1/costs", Query: "?by=use-case"),
        new("GET /v1/rulings"),
        new("POST /v1/rulings", Statement),
        new("GET /v1/rulings/{id}"),
        new("GET /v1/readiness"),
        new("POST /v1/readiness", Statement),
        new("GET /v1/receipts/{entry}"),
        new("GET /healthz"),
        new("GET /readyz"),
        new("GET /metrics"),
        new("GET /ledger/{path}"),
        new("HEAD /ledger/{path}"),
    ];

    [Fact]
    public async Task Each_kind_of_key_gets_of_each_route_what_is_written_down()
    {
        await using var world = await KeyWorld.StartAsync();
        var table = new List<(string, IReadOnlyList<string>)>();
        foreach (var row in Rows)
        {
            var cells = new List<string>();
            foreach (var caller in KeyWorld.Callers)
            {
                cells.Add(await world.AskAsync(row, caller));
            }

            table.Add((row.Route, cells));
        }

        await Matrix.IsWrittenAsync("key-matrix.txt", Matrix.Render(KeyWorld.Callers, table));
    }

    [Fact]
    public async Task Every_route_of_the_OpenAPI_document_has_a_row_and_no_other()
    {
        var routes = (await Matrix.RoutesAsync()).Select(static each => each.Route);
        Assert.Equal(routes.Order(StringComparer.Ordinal), Rows.Select(static row => row.Route).Order(StringComparer.Ordinal));
    }
}
