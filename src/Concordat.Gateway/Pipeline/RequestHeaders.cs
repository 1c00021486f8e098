using Concordat.Oversight.Cases;
using Concordat.Gateway.Errors;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Pipeline;

/// <summary>Reads the headers by which a client declares its data sources and names a case.</summary>
internal static class RequestHeaders
{
    public const string Sources = "Concordat-Sources";
    public const string Label = "Concordat-Label";

    /// <summary>The binding of ADatP-4778.2, REST profile.</summary>
    public const string Binding = "Binding-Data";

    private const int MaxLength = 4096;
    private const int MaxSources = 64;

    public static GatewayError? Apply(Exchange exchange)
    {
        var headers = exchange.Http.Request.Headers;
        if (Single(headers, ResponseHeaders.Case, out var caseId) is { } fault)
        {
            return fault;
        }

        if (caseId is not null && !CaseId.TryParse(caseId, out _))
        {
            return GatewayErrors.InvalidHeader(ResponseHeaders.Case, "it is not the id of a case; send the one that the hold named");
        }

        exchange.Case = caseId;
        if (Single(headers, Sources, out var declared) is { } sourcesFault)
        {
            return sourcesFault;
        }

        if (declared is null)
        {
            exchange.Sources = exchange.UseCase.DefaultSources;
            return null;
        }

        var ids = declared.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (ids.Length is 0 or > MaxSources)
        {
            return GatewayErrors.InvalidHeader(Sources, "name 1 to 64 registered data sources, separated by commas");
        }

        exchange.Sources = exchange.Model.Sources.Resolve(ids, exchange.UseCase.Sources);
        return null;
    }

    /// <summary>The label that a client declares; it is inspected like text, so that it can only raise what was found.</summary>
    public static GatewayError? ReadLabel(HttpRequest request, out string? label) => Single(request.Headers, Label, out label);

    /// <summary>Reads the labels that a binding declares for the body; they too can only raise what was found.</summary>
    public static GatewayError? ReadBinding(HttpRequest request, RequestInspection inspection) =>
        Single(request.Headers, Binding, out var binding)
        ?? (binding is not null && inspection.InspectBinding(binding) is { } fault ? GatewayErrors.InvalidHeader(Binding, fault) : null);

    private static GatewayError? Single(IHeaderDictionary headers, string name, out string? value)
    {
        var values = headers[name];
        value = values.Count == 1 ? values[0] : null;
        return values.Count > 1 ? GatewayErrors.InvalidHeader(name, "send it once")
            : value?.Length > MaxLength ? GatewayErrors.InvalidHeader(name, "it is longer than 4096 characters")
            : null;
    }
}
