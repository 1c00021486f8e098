using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Concordat.Console.Http;

/// <summary>A file that is embedded in the assembly: nothing to deploy.</summary>
internal sealed class Asset
{
    private readonly byte[] _content;
    private readonly string _type;
    private readonly EntityTagHeaderValue _tag;

    private Asset(string name, string type)
    {
        using var stream = typeof(Asset).Assembly.GetManifestResourceStream(name)!;
        _content = new byte[stream.Length];
        stream.ReadExactly(_content);
        _type = type;
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(_content))[..16]}\"");
    }

    public static Asset Style { get; } = new("console.css", "text/css; charset=utf-8");

    public static Asset Script { get; } = new("console.js", "text/javascript; charset=utf-8");

    /// <summary>The module that checks the ledger in the browser; the script loads it where a page has something to check.</summary>
    public static Asset Verifier { get; } = new("verify.js", "text/javascript; charset=utf-8");

    public ValueTask<IResult> ServeAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        return ValueTask.FromResult<IResult>(TypedResults.File(_content, _type, entityTag: _tag));
    }
}
