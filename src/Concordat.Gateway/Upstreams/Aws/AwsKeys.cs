namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>The keys that a request is signed with.</summary>
/// <param name="SessionToken">Sent beside the signature of temporary keys; null for others.</param>
/// <param name="Expires">When they hold no longer.</param>
internal sealed record AwsKeys(string AccessKey, string SecretKey, string? SessionToken, DateTimeOffset Expires)
{
    /// <summary>No secret, so that none comes into a log by mistake.</summary>
    public override string ToString() => $"keys until {Expires:O}";
}
