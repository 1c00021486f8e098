using Concordat.Oversight.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Concordat.Console.Access;

/// <summary>Takes posted forms of this console's own pages and of nobody else's: same origin, token of the session, bounded.</summary>
internal static class ConsoleForm
{
    public const string Purpose = "concordat console form v1";

    public const string TokenField = "form";

    private const int LargestBody = 256 * 1024;

    private static readonly FormOptions Bounds = new()
    {
        BufferBody = false,
        KeyLengthLimit = 128,
        ValueLengthLimit = 128 * 1024,
        ValueCountLimit = 24,
        MultipartBodyLengthLimit = LargestBody,
        MultipartHeadersCountLimit = 8,
        MultipartHeadersLengthLimit = 4 * 1024,
        MemoryBufferThreshold = LargestBody,
    };

    /// <returns>The form; null where it is not one of this session's, or not one at all.</returns>
    public static async ValueTask<IFormCollection?> ReadAsync(HttpContext http, SessionSecret? secret)
    {
        if (secret is null || !IsFromHere(http.Request) || !http.Request.HasFormContentType || http.Request.ContentLength is null or > LargestBody)
        {
            return null;
        }

        try
        {
            var form = await http.Request.ReadFormAsync(Bounds, http.RequestAborted);
            var token = form[TokenField];
            return token.Count == 1 && secret.IsDerived(token[0], Purpose) ? form : null;
        }
        catch (Exception fault) when (fault is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Browsers say where a post comes from; one that comes from elsewhere is refused, whatever it carries.</summary>
    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
        {
            return site.Count == 1 && site[0] is "same-origin";
        }

        return !request.Headers.TryGetValue("Origin", out var origin)
            || (origin.Count == 1 && Uri.TryCreate(origin[0], UriKind.Absolute, out var url)
                && url.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
