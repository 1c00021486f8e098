using Concordat.Gateway.Deciding;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Routing;
using Concordat.Safeguards;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Reads a request strictly, once: its form, its text, its tools, its model. What it refuses here has no verdict, but an error that
/// says where the body is wrong.
/// </summary>
internal static class InspectStage
{
    public static GatewayError? Inspect(Exchange exchange, RequestInspection inspection)
    {
        // 1 form and text
        if (inspection.InspectJson(exchange.Body.Span, exchange.Model.Config.Limits.Depth) is { } fault)
        {
            return GatewayErrors.Malformed(fault);
        }

        // 2 declared label
        if (RequestHeaders.ReadLabel(exchange.Http.Request, out var label) is { } labelFault)
        {
            return labelFault;
        }

        if (label is not null)
        {
            inspection.InspectText(System.Text.Encoding.UTF8.GetBytes(label));
        }

        if (RequestHeaders.ReadBinding(exchange, inspection) is { } bindingFault)
        {
            return bindingFault;
        }

        exchange.Findings = inspection.Findings;

        // 3 what the dialect knows: model, stream, tools, what cannot be inspected
        if (exchange.Dialect.ReadRequest(exchange.Body.Span, exchange.Request) is { } dialectFault)
        {
            return dialectFault;
        }

        exchange.OfferedTools = FactsBuilder.NoTool(exchange.Model.Tools, exchange.Request.Tools);

        // 4 declared sources and case
        if (RequestHeaders.Apply(exchange) is { } headerFault)
        {
            return headerFault;
        }

        // 5 route
        if (!exchange.Model.Routes.TryGetValue(exchange.Request.Model, out var route))
        {
            return GatewayErrors.ModelNotFound(exchange.Request.Model);
        }

        exchange.Route = route;
        if (exchange.Registered is { IsDecided: true } registered)
        {
            exchange.UseCase = exchange.Readiness.Of(registered, route.Name);
        }

        return route.For(exchange.Dialect).Length > 0
            ? Conversations.Read(exchange)
            : GatewayErrors.DialectMismatch(route.Name, "/v1/chat/completions");
    }
}
