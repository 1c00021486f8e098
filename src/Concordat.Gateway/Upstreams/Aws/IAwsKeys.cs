namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>Where the keys come from that requests to AWS are signed with. Thread-safe.</summary>
internal interface IAwsKeys
{
    /// <summary>The keys that hold now.</summary>
    /// <exception cref="CredentialException">There are none.</exception>
    AwsKeys Current { get; }

    /// <summary>AWS did not accept them.</summary>
    void Forget();
}
