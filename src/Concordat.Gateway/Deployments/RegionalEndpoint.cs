using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Deployments;

/// <summary>Whether requests go to the endpoint that AWS or Google has for the region that they are for: only they have certificates for its name.</summary>
/// <remarks>
/// A machine of somebody else in the same cloud would take requests for any region, wherever it forwards them.
/// Sources: AWS General Reference, Amazon Bedrock endpoints, and AWS PrivateLink names; Vertex AI, locational and regional endpoints.
/// </remarks>
internal static class RegionalEndpoint
{
    private static readonly string[] AwsEnds = ["amazonaws.com", "amazonaws.com.cn", "vpce.amazonaws.com", "vpce.amazonaws.com.cn", "api.aws", "api.amazonwebservices.com.cn"];

    /// <summary>The region that requests are for, as written; null where the kind names none, or the URL is not the cloud's own for it.</summary>
    public static string? RegionOf(DeploymentConfig deployment) =>
        !Uri.TryCreate(deployment.Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps ? null
        : deployment.Aws is { } aws ? IsOfAws(url.IdnHost, aws.Region) ? aws.Region : null
        : deployment.Google is { } google && IsOfGoogle(url.IdnHost, google.Location) ? google.Location : null;

    private static bool IsOfAws(string host, string region) =>
        AwsEnds.Any(end => Is(host, $"bedrock-runtime.{region}.{end}") || Is(host, $"bedrock-runtime-fips.{region}.{end}")
            || (end.StartsWith("vpce.", StringComparison.Ordinal) && host.StartsWith("vpce-", StringComparison.OrdinalIgnoreCase)
                && host.IndexOf('.', StringComparison.Ordinal) is var label && Is(host[(label + 1)..], $"bedrock-runtime.{region}.{end}")));

    private static bool IsOfGoogle(string host, string location) =>
        Is(host, $"{location}-aiplatform.googleapis.com") || Is(host, $"aiplatform.{location}.rep.googleapis.com");

    private static bool Is(string host, string name) => host.Equals(name, StringComparison.OrdinalIgnoreCase);
}
