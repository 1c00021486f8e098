using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Concordat.Gateway.Admission;

/// <summary>Finds the API key in a request's headers, where either vendor's SDK puts it.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";

    /// <summary>The key as presented, or empty; a header that is sent twice presents nothing.</summary>
    public static ReadOnlySpan<char> Read(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization;
        if (authorization.Count == 1 && authorization[0] is { } value && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return value.AsSpan(Bearer.Length).Trim();
        }

        return (Single(headers["x-api-key"]) ?? Single(headers["api-key"])).AsSpan();
    }

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;
}
