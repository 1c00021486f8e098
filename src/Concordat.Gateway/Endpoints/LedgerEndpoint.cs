using Concordat.Ledger;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Endpoints;

/// <summary>The ledger as static files, for any client of C2SP tlog-tiles. No listing, and no file that is not one of the log's public ones.</summary>
internal static class LedgerEndpoint
{
    public static async Task HandleAsync(HttpContext http, PublishedLog published)
    {
        var response = http.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        if (published.Find(http.Request.RouteValues["path"] as string ?? "") is not { } file || Open(file.Path) is not { } content)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            response.Headers.CacheControl = "no-store";
            return;
        }

        await using (content.ConfigureAwait(false))
        {
            response.ContentType = file.ContentType;
            response.ContentLength = content.Length;
            response.Headers.CacheControl = file.IsImmutable ? "public, max-age=31536000, immutable" : "public, max-age=1";
            if (!HttpMethods.IsHead(http.Request.Method))
            {
                await content.CopyToAsync(response.Body, http.RequestAborted).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Null when the file went away meanwhile: a partial tile does when its full one is there.</summary>
    private static FileStream? Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
