namespace Concordat.Gateway.Upstreams.Aws;

/// <summary>A role that this machine, its container or its workload has, and where temporary keys for it are asked for.</summary>
internal interface IAwsRole
{
    /// <summary>Who gives the keys out, such as <c>the instance metadata</c>.</summary>
    string Giver { get; }

    /// <summary>Asks for keys.</summary>
    /// <exception cref="CredentialException">None came that hold; the message says why.</exception>
    Task<AwsKeys> AskAsync(CancellationToken cancellation);
}
