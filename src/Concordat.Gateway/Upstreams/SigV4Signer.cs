using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Concordat.Gateway.Upstreams.Aws;

namespace Concordat.Gateway.Upstreams;

/// <summary>
/// Signs requests with AWS Signature Version 4 (AWS General Reference, Signature Version 4 signing process): the method, the path, the
/// headers named here and the body. URLs with a query are not signed.
/// </summary>
/// <param name="region">Such as <c>us-gov-west-1</c>; an isolated partition has its own.</param>
/// <param name="service">The signing name, such as <c>bedrock</c>.</param>
internal sealed class SigV4Signer(IAwsKeys keys, string region, string service, TimeProvider time) : IUpstreamCredentials
{
    public ValueTask ApplyAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        if (uri.Query.Length > 0)
        {
            throw new CredentialException("a URL with a query is not signed");
        }

        var held = keys.Current;
        var now = time.GetUtcNow().UtcDateTime;
        List<(string Name, string Value)> headers =
        [
            ("content-type", request.Content!.Headers.ContentType!.ToString()),
            ("host", uri.IsDefaultPort ? uri.IdnHost : string.Create(CultureInfo.InvariantCulture, $"{uri.IdnHost}:{uri.Port}")),
            ("x-amz-date", now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)),
        ];
        if (held.SessionToken is { } sessionToken)
        {
            headers.Add(("x-amz-security-token", sessionToken));
            request.Headers.TryAddWithoutValidation("x-amz-security-token", sessionToken);
        }

        request.Headers.TryAddWithoutValidation("x-amz-date", headers[2].Value);
        request.Headers.TryAddWithoutValidation("Authorization", Authorize(held, request.Method.Method, CanonicalPath(uri.AbsolutePath), headers, body.Span, now));
        return ValueTask.CompletedTask;
    }

    public void Forget() => keys.Forget();

    /// <summary>The value of the Authorization header.</summary>
    /// <param name="path">The path in its canonical form.</param>
    /// <param name="headers">In the order of their names, which are lower case; values without spaces around them.</param>
    internal string Authorize(
        AwsKeys held, string method, string path, IReadOnlyList<(string Name, string Value)> headers, ReadOnlySpan<byte> body, DateTime now)
    {
        var date = now.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var signed = string.Join(';', headers.Select(static header => header.Name));
        var scope = $"{date}/{region}/{service}/aws4_request";
        var canonical = new StringBuilder(512).Append(method).Append('\n').Append(path).Append("\n\n");
        foreach (var (name, value) in headers)
        {
            canonical.Append(name).Append(':').Append(value).Append('\n');
        }

        canonical.Append('\n').Append(signed).Append('\n').Append(Convert.ToHexStringLower(SHA256.HashData(body)));
        var toSign = $"AWS4-HMAC-SHA256\n{now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}\n{scope}\n"
            + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical.ToString())));
        var key = Mac(Mac(Mac(Mac(Encoding.UTF8.GetBytes($"AWS4{held.SecretKey}"), date), region), service), "aws4_request");
        var signature = Convert.ToHexStringLower(Mac(key, toSign));
        CryptographicOperations.ZeroMemory(key);
        return $"AWS4-HMAC-SHA256 Credential={held.AccessKey}/{scope}, SignedHeaders={signed}, Signature={signature}";
    }

    /// <summary>Every segment is encoded once more than it is in the URL, as every service but S3 wants it.</summary>
    internal static string CanonicalPath(string path) => path.Length == 0 ? "/" : string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static byte[] Mac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
