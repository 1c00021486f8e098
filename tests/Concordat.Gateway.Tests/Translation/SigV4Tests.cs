using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Upstreams;
using Concordat.Gateway.Upstreams.Aws;

namespace Concordat.Gateway.Tests.Translation;

/// <summary>Requests are signed as AWS publishes it.</summary>
public sealed class SigV4Tests
{
    public static TheoryData<string> Names() => [.. Vectors()["cases"]!.AsArray().Select(item => item!["name"]!.GetValue<string>())];

    [Theory, MemberData(nameof(Names))]
    public void A_published_vector_has_its_signature(string name)
    {
        var vectors = Vectors();
        var vector = vectors["cases"]!.AsArray().Single(item => item!["name"]!.GetValue<string>() == name)!;
        var keys = new FixedAwsKeys(vectors["accessKey"]!.GetValue<string>(), vectors["secretKey"]!.GetValue<string>(), null);
        var signer = new SigV4Signer(keys, vector["region"]!.GetValue<string>(), vector["service"]!.GetValue<string>(), TimeProvider.System);
        var headers = vector["headers"]!.AsArray().Select(header => (header![0]!.GetValue<string>(), header[1]!.GetValue<string>())).ToArray();

        var authorization = signer.Authorize(
            keys.Current, vector["method"]!.GetValue<string>(), vector["path"]!.GetValue<string>(), headers, Encoding.UTF8.GetBytes(vector["body"]!.GetValue<string>()),
            DateTime.Parse(vector["time"]!.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));

        Assert.EndsWith($"Signature={vector["signature"]}", authorization, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/example space/", "/example%20space/")]
    [InlineData("/ሴ", "/%E1%88%B4")]
    [InlineData("/model/anthropic.claude-v2%3A1/converse", "/model/anthropic.claude-v2%253A1/converse")]
    public void A_path_is_encoded_once_more_than_in_the_URL(string path, string canonical) => Assert.Equal(canonical, SigV4Signer.CanonicalPath(path));

    private static JsonNode Vectors() =>
        JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "cases", "dialects", "sigv4.json")))!;
}
