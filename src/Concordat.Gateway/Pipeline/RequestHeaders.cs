using System.Collections.Immutable;
using System.Globalization;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Provenance;
using Concordat.Oversight.Cases;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Pipeline;

/// <summary>Reads the headers by which a client declares its data sources and names a case.</summary>
internal static class RequestHeaders
{
    public const string Sources = "Concordat-Sources";
    public const string Label = "Concordat-Label";
    public const string Provenance = "Concordat-Provenance";

    /// <summary>The binding of ADatP-4778.2, REST profile.</summary>
    public const string Binding = "Binding-Data";

    /// <summary>How long the client waits where people have to decide.</summary>
    public const string Wait = "Concordat-Wait";

    private const int MostSeconds = 300;
    private const int MaxLength = 4096;

    // a label with its signature, in base64
    private const int LongestBinding = 16 * 1024;
    private const int MaxSources = 64;
    private const int MaxCases = 8;

    public static GatewayError? Apply(Exchange exchange)
    {
        var headers = exchange.Http.Request.Headers;
        if (Single(headers, ResponseHeaders.Case, out var named) is { } fault)
        {
            return fault;
        }

        if (named is not null && !TryReadCases(named, exchange.Cases))
        {
            return GatewayErrors.InvalidHeader(ResponseHeaders.Case, string.Create(
                CultureInfo.InvariantCulture, $"it is not the id of a case; send the one that the hold named, or up to {MaxCases}, separated by commas, where more than one thing was held"));
        }

        if (ReadWait(exchange) is { } waitFault)
        {
            return waitFault;
        }

        if (Single(headers, Sources, out var declared) is { } sourcesFault)
        {
            return sourcesFault;
        }

        var ids = declared?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (declared is not null && ids.Length is 0 or > MaxSources)
        {
            return GatewayErrors.InvalidHeader(Sources, "name 1 to 64 registered data sources, separated by commas");
        }

        if (ReadProvenance(exchange) is { } provenanceFault)
        {
            return provenanceFault;
        }

        ImmutableArray<string> attested = [.. exchange.Provenance.Select(static each => each.Source)];
        exchange.Sources = declared is null && attested.IsEmpty
            ? exchange.UseCase.DefaultSources
            : exchange.Model.Sources.Resolve([.. ids.Union(attested, StringComparer.Ordinal)], exchange.UseCase.Sources, attested);
        return null;
    }

    /// <summary>Reads the ids of cases, separated by commas.</summary>
    public static bool TryReadCases(string text, List<CaseId> cases)
    {
        foreach (var part in text.Split(',', MaxCases + 1, StringSplitOptions.TrimEntries))
        {
            if (!CaseId.TryParse(part, out var id) || cases.Contains(id) || cases.Count == MaxCases)
            {
                cases.Clear();
                return false;
            }

            cases.Add(id);
        }

        return true;
    }

    /// <summary>Checks the tokens of data platforms; one that is forged, has expired or is for somebody else ends the request.</summary>
    private static GatewayError? ReadProvenance(Exchange exchange)
    {
        if (Single(exchange.Http.Request.Headers, Provenance, out var header, ProvenanceCheck.MostTokens * (ProvenanceCheck.LongestToken + 2)) is { } fault)
        {
            return fault;
        }

        if (header is null)
        {
            return null;
        }

        var tokens = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        (exchange.Provenance, var wrong) = ProvenanceCheck.Check(tokens, exchange.Model.Sources, exchange.UseCase.Id, exchange.Body.Span, exchange.Began);
        return wrong is null ? null : GatewayErrors.InvalidHeader(Provenance, wrong);
    }

    private static GatewayError? ReadWait(Exchange exchange)
    {
        if (Single(exchange.Http.Request.Headers, Wait, out var text) is { } fault)
        {
            return fault;
        }

        exchange.Wait = exchange.UseCase.Wait;
        if (text is null)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > MostSeconds)
        {
            return GatewayErrors.InvalidHeader(Wait, "say in whole seconds how long to wait for people, from 0 to 300");
        }

        exchange.Wait = TimeSpan.FromSeconds(seconds);
        return null;
    }

    /// <summary>The label that a client declares; it is inspected like text, so that it can only raise what was found.</summary>
    public static GatewayError? ReadLabel(HttpRequest request, out string? label) => Single(request.Headers, Label, out label);

    /// <summary>Reads the labels that a binding declares for the body; they too can only raise what was found.</summary>
    /// <remarks>Where the network has keys for bindings, one that none of them signed for this very body ends the request.</remarks>
    public static GatewayError? ReadBinding(Exchange exchange, RequestInspection inspection) =>
        Single(exchange.Http.Request.Headers, Binding, out var binding, LongestBinding)
        ?? (binding is not null && inspection.InspectBinding(binding, exchange.Model.BindingSignatures, exchange.Body.Span) is { } fault
            ? GatewayErrors.InvalidHeader(Binding, fault)
            : null);

    private static GatewayError? Single(IHeaderDictionary headers, string name, out string? value, int longest = MaxLength)
    {
        var values = headers[name];
        value = values.Count == 1 ? values[0] : null;
        return values.Count > 1 ? GatewayErrors.InvalidHeader(name, "send it once")
            : value?.Length > longest ? GatewayErrors.InvalidHeader(name, string.Create(CultureInfo.InvariantCulture, $"it is longer than {longest} characters"))
            : null;
    }
}
