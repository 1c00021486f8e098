namespace Concordat.Gateway.Configuration;

/// <summary>How requests to Amazon Bedrock are signed; the partition is that of the deployment's URL.</summary>
public sealed record AwsConfig
{
    /// <summary>The region that requests are signed for, such as <c>us-gov-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>The name of the service that requests are signed for.</summary>
    public string Service { get; init; } = "bedrock";

    public required SecretConfig AccessKey { get; init; }

    public required SecretConfig SecretKey { get; init; }

    /// <summary>The session token of temporary keys.</summary>
    public SecretConfig? SessionToken { get; init; }
}
