namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>Keys that the configuration names; others come with the next one.</summary>
internal sealed class FixedAwsKeys(string accessKey, string secretKey, string? sessionToken) : IAwsKeys
{
    public AwsKeys Current { get; } = new(accessKey, secretKey, sessionToken, DateTimeOffset.MaxValue);

    public void Forget()
    {
        // There are no others.
    }
}
