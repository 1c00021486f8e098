using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Concordat.Console.Http;

/// <summary>The one stylesheet, embedded in the assembly: no files to deploy.</summary>
internal static class Stylesheet
{
    private static readonly byte[] Content = Read();
    private static readonly EntityTagHeaderValue Tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Content))[..16]}\"");

    public static FileContentHttpResult Serve(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return TypedResults.File(Content, "text/css; charset=utf-8", entityTag: Tag);
    }

    private static byte[] Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("console.css")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
