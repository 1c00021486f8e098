using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>Reads temporary keys from what is sent for them, strictly: what is not there, or stands twice, is no key.</summary>
internal static class AwsAnswers
{
    private const string Sts = "https://sts.amazonaws.com/doc/2011-06-15/";

    /// <summary>The answer of a container's agent or of the instance metadata (<c>AccessKeyId</c>, <c>SecretAccessKey</c>, <c>Token</c>, <c>Expiration</c>).</summary>
    /// <exception cref="CredentialException">It has no keys that hold.</exception>
    public static AwsKeys Json(ReadOnlySpan<byte> answer, DateTimeOffset now)
    {
        try
        {
            var root = JsonElement.Parse(answer, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (root.ValueKind == JsonValueKind.Object)
            {
                return Text(root, "Code") is { } code && code != "Success"
                    ? throw new CredentialException("it answered that there are none now")
                    : Keys(Text(root, "AccessKeyId"), Text(root, "SecretAccessKey"), Text(root, "Token"), Text(root, "Expiration"), now);
            }
        }
        catch (JsonException)
        {
            // said below
        }

        throw new CredentialException("its answer is no JSON object");
    }

    /// <summary>The answer of the Security Token Service.</summary>
    /// <exception cref="CredentialException">It has no keys that hold.</exception>
    public static AwsKeys Xml(byte[] answer, DateTimeOffset now)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(answer), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            if (reader.ReadToFollowing("Credentials", Sts))
            {
                using var credentials = reader.ReadSubtree();
                credentials.Read();
                credentials.Read();
                while (!credentials.EOF)
                {
                    if (credentials.NodeType != XmlNodeType.Element)
                    {
                        credentials.Read();
                    }
                    else if (!values.TryAdd(credentials.LocalName, credentials.ReadElementContentAsString()))
                    {
                        throw new CredentialException("its answer says something twice");
                    }
                }
            }
        }
        catch (XmlException fault)
        {
            throw new CredentialException("its answer is no XML", fault);
        }

        return Keys(
            values.GetValueOrDefault("AccessKeyId"), values.GetValueOrDefault("SecretAccessKey"), values.GetValueOrDefault("SessionToken"),
            values.GetValueOrDefault("Expiration"), now);
    }

    private static AwsKeys Keys(string? accessKey, string? secretKey, string? token, string? expiration, DateTimeOffset now)
    {
        if (!IsPlain(accessKey, 128) || !IsPlain(secretKey, 256) || !IsPlain(token, 16_384))
        {
            throw new CredentialException("its answer has no keys, or signs in them that no key has");
        }

        if (!DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var expires))
        {
            throw new CredentialException("its answer does not say when the keys expire");
        }

        return expires <= now ? throw new CredentialException("it gave keys that have expired already") : new AwsKeys(accessKey!, secretKey!, token, expires);
    }

    private static bool IsPlain(string? value, int most) => value is { Length: > 0 } && value.Length <= most && !value.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static string? Text(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
