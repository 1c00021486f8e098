using System.Globalization;
using Concordat.Gateway.Routing;

namespace Concordat.Gateway.Pipeline;

/// <summary>The headers by which every answer names its verdict, ledger entry, agreement and case.</summary>
internal static class ResponseHeaders
{
    public const string Verdict = "Concordat-Verdict";
    public const string Entry = "Concordat-Entry";
    public const string Agreement = "Concordat-Agreement";
    public const string Case = "Concordat-Case";
    public const string Certificate = "Concordat-Certificate";
    public const string Masked = "Concordat-Masked";
    public const string Notice = "Concordat-Notice";
    public const string RequestId = "Concordat-Request";

    public static void Write(Exchange exchange, string? verdict, string? caseId)
    {
        var headers = exchange.Http.Response.Headers;
        exchange.RateLimits?.Write(headers, exchange.Dialect);
        headers[RequestId] = exchange.Id.ToString("N");
        headers[Agreement] = exchange.Model.Agreement.ShortHash;
        if (verdict is not null)
        {
            headers[Verdict] = verdict;
        }

        if (exchange.Entry >= 0)
        {
            headers[Entry] = exchange.Entry.ToString(CultureInfo.InvariantCulture);
        }

        if (exchange.IsAtHome is { } isAtHome)
        {
            headers[Conversations.Header] = isAtHome ? "kept" : "moved";
        }

        if (exchange.Certificate is { } certificate)
        {
            headers[Certificate] = certificate;
        }

        if (caseId is not null)
        {
            headers[Case] = caseId;
        }

        if (!exchange.Notices.IsEmpty)
        {
            headers[Notice] = exchange.Notices.Values;
        }

        if (exchange.Masked > 0)
        {
            headers[Masked] = exchange.Masked.ToString(CultureInfo.InvariantCulture);
        }
    }
}
