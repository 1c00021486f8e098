using System.Collections.Frozen;
using System.Text.Json;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Pipeline;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Mcp;

/// <summary>
/// The list of tools of one use case: those that are registered, whose definition is the one that somebody accepted, and that the agreement
/// does not refuse to this use case whatever the arguments. Text that nobody accepted is not shown to a model.
/// </summary>
internal static class McpTools
{
    private const int Age = 30_000;

    public static async ValueTask WriteAsync(McpClient client, McpAnswer answer, CancellationToken cancellationToken)
    {
        var exchange = client.Exchange;
        var listed = new List<McpTool>();
        var unavailable = new List<string>();
        foreach (var server in exchange.Model.Mcp.For(exchange.UseCase.Id))
        {
            try
            {
                var tools = await server.Catalog.ToolsAsync(fresh: false, cancellationToken).ConfigureAwait(false);
                listed.AddRange(tools.Values.Where(tool => IsShown(exchange, server, tool)).OrderBy(tool => tool.ExposedName, StringComparer.Ordinal));
            }
            catch (McpException)
            {
                unavailable.Add(server.Config.Name);
            }
        }

        await answer.PlainAsync(json => Write(json, listed, unavailable)).ConfigureAwait(false);
    }

    private static void Write(Utf8JsonWriter json, List<McpTool> tools, List<string> unavailable)
    {
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            tool.WriteExposed(json);
        }

        json.WriteEndArray();
        json.WriteNumber("ttlMs", unavailable.Count > 0 ? 0 : Age);
        json.WriteString("cacheScope", "private");
    }

    /// <summary>Asks the agreement about a call without any text: what it refuses then, it refuses with any.</summary>
    private static bool IsShown(Exchange exchange, McpServerModel server, McpTool tool)
    {
        if (!exchange.Model.Tools.TryGetEffect(tool.ExposedName, out var effect) || !exchange.Model.Tools.IsAccepted(tool.ExposedName, tool.Hash))
        {
            return false;
        }

        var inspection = RequestInspection.Rent();
        try
        {
            exchange.Findings = inspection.Findings;
            exchange.Sources = exchange.UseCase.DefaultSources;
            exchange.OfferedTools = new ToolFacts("", "none", Registered: false, Authorized: false, new[] { effect }.ToFrozenSet(StringComparer.Ordinal));
            var facts = FactsBuilder.OfRequest(exchange, server.Deployment);
            var called = facts with { Tool = new ToolFacts(tool.ExposedName, effect, Registered: true, Authorized: false, exchange.OfferedTools.Offered) };
            return DecideStage.Decide(exchange, AgreementActions.Request, server.Route.Resource, facts, server.Deployment.Bound).Kind != VerdictKind.Refuse
                && DecideStage.Decide(exchange, AgreementActions.ToolCall, new Cedar.EntityUid(EntityTypes.Tool, tool.ExposedName), called, server.Deployment.Bound).Kind
                    != VerdictKind.Refuse;
        }
        finally
        {
            exchange.Findings = null!;
            RequestInspection.Return(inspection);
        }
    }
}
