using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>A Google service account: a statement signed with its key is exchanged for a token (RFC 7523, Google identity, server to server).</summary>
internal sealed class GoogleCredentials : TokenCredentials
{
    private const int MaxFileBytes = 16 * 1024;
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);

    private readonly Uri _endpoint;
    private readonly string _account;
    private readonly string _keyId;
    private readonly string _key;

    /// <exception cref="InvalidOperationException">The file is not the key of a service account.</exception>
    public GoogleCredentials(GoogleConfig config, HttpMessageInvoker http, TimeProvider time)
        : base(http, time)
    {
        var place = $"service account file `{config.ServiceAccount}`";
        try
        {
            if (new FileInfo(config.ServiceAccount).Length > MaxFileBytes)
            {
                throw new InvalidOperationException($"the {place} is larger than {MaxFileBytes} bytes; give the JSON key of the account");
            }

            var root = JsonElement.Parse(File.ReadAllBytes(config.ServiceAccount));
            _account = root.GetProperty("client_email").GetString()!;
            _keyId = root.GetProperty("private_key_id").GetString()!;
            _key = root.GetProperty("private_key").GetString()!;
            _endpoint = new Uri(config.TokenUrl ?? root.GetProperty("token_uri").GetString()!, UriKind.Absolute);
            using var key = RSA.Create();
            key.ImportFromPem(_key);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or ArgumentException
            or CryptographicException or UriFormatException)
        {
            throw new InvalidOperationException($"the {place} cannot be read; give the JSON key of the account, with its private key", fault);
        }
    }

    protected override (Uri Endpoint, Dictionary<string, string> Form) Ask(DateTimeOffset now) => (_endpoint, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ["assertion"] = Assertion(now),
    });

    private string Assertion(DateTimeOffset now)
    {
        var header = Write(json =>
        {
            json.WriteString("alg", "RS256");
            json.WriteString("typ", "JWT");
            json.WriteString("kid", _keyId);
        });
        var claims = Write(json =>
        {
            json.WriteString("iss", _account);
            json.WriteString("scope", "https://www.googleapis.com/auth/cloud-platform");
            json.WriteString("aud", _endpoint.OriginalString);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + Lasting).ToUnixTimeSeconds());
        });
        using var key = RSA.Create();
        key.ImportFromPem(_key);
        var signature = key.SignData(Encoding.ASCII.GetBytes($"{header}.{claims}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{header}.{claims}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Write(Action<Utf8JsonWriter> members)
    {
        var bytes = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }
}
