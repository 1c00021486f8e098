namespace Concordat.Gateway.Configuration;

/// <summary>How requests to Amazon Bedrock are signed; the partition is that of the deployment's URL.</summary>
public sealed record AwsConfig
{
    internal const string Keys = "keys";
    internal const string Environment = "environment";
    internal const string Container = "container";
    internal const string Instance = "instance";
    internal const string WebIdentity = "webIdentity";

    /// <summary>The region that requests are signed for, such as <c>us-gov-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The name of the service that requests are signed for.</summary>
    public string Service { get; init; } = "bedrock";

    /// <summary>
    /// Where the keys come from: <c>keys</c> for those named here, <c>environment</c> for the variables of AWS, or the role of this <c>container</c>,
    /// this <c>instance</c> or this workload (<c>webIdentity</c>).
    /// </summary>
    public string Credentials { get; init; } = Keys;

    public SecretConfig? AccessKey { get; init; }

    public SecretConfig? SecretKey { get; init; }

    /// <summary>The session token of temporary keys.</summary>
    public SecretConfig? SessionToken { get; init; }

    /// <summary>The Security Token Service that a web identity is shown to; null for that of the region.</summary>
    public string? StsUrl { get; init; }

    internal Uri TokenService => new(StsUrl ?? $"https://sts.{Region}.amazonaws.com{(Region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}/");
}
