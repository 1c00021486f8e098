using System.Buffers;
using System.Globalization;
using Concordat.Agreements;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Pipeline;

/// <summary>Sends an error in the shape of the route's dialect, with the Concordat headers.</summary>
internal static class ErrorWriter
{
    public static Task WriteAsync(Exchange exchange, GatewayError error)
    {
        if (exchange.Http.Response.HasStarted)
        {
            exchange.Http.Abort();
            return Task.CompletedTask;
        }

        exchange.Http.Response.Clear();
        ResponseHeaders.Write(
            exchange,
            error.Verdict?.Kind switch { VerdictKind.Hold => "hold", VerdictKind.Refuse => "refuse", _ => null },
            error.Case);
        return SendAsync(exchange.Http, exchange.Dialect, error, exchange.Entry, exchange.Model.Agreement.ShortHash);
    }

    public static Task WriteAsync(HttpContext http, Dialect dialect, GatewayError error) => SendAsync(http, dialect, error, -1, null);

    private static async Task SendAsync(HttpContext http, Dialect dialect, GatewayError error, long entry, string? agreement)
    {
        var output = new ArrayBufferWriter<byte>(512);
        dialect.WriteError(output, error, entry, agreement);
        var response = http.Response;
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.ContentLength = output.WrittenCount;
        if (error.RetryAfter is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Verdict is not null || (error.RetryAfter > Budgets.BudgetErrors.LongestWait && error.Code is ErrorCodes.InsufficientQuota or ErrorCodes.RateLimitExceeded))
        {
            // Both official SDKs retry some statuses by themselves; a verdict would be the same again, and so would a budget.
            response.Headers["x-should-retry"] = "false";
        }

        if (error.Status is 401)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        await response.Body.WriteAsync(output.WrittenMemory, http.RequestAborted).ConfigureAwait(false);
    }
}
