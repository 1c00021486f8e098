using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Concordat.Gateway.Errors;

/// <summary>Sends an error as a problem document (RFC 9457), where no vendor's SDK is on the other side.</summary>
internal static class ProblemWriter
{
    public static async Task WriteAsync(HttpContext http, GatewayError error)
    {
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/problem+json";
        if (error.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (error.Status is StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("title", ReasonPhrases.GetReasonPhrase(error.Status));
        json.WriteNumber("status", error.Status);
        json.WriteString("code", error.Code);
        json.WriteString("detail", error.Message);
        if (error.Param is { } param)
        {
            json.WriteString("param", param);
        }

        json.WriteEndObject();
        await json.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
