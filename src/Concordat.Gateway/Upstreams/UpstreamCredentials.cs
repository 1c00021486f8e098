using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>Makes the credentials of a deployment that a key alone does not open.</summary>
internal static class UpstreamCredentials
{
    /// <summary>The credentials; null where the configuration has a key, or none.</summary>
    /// <param name="tokens">The connections to where tokens come from; asked for where there are some.</param>
    /// <exception cref="InvalidOperationException">A secret is missing or cannot be read.</exception>
    public static IUpstreamCredentials? Of(DeploymentConfig config, Func<HttpMessageInvoker> tokens, TimeProvider time) => config switch
    {
        { Aws: { } aws } => new SigV4Signer(
            SecretReader.Read(aws.AccessKey)!, SecretReader.Read(aws.SecretKey)!, SecretReader.Read(aws.SessionToken), aws.Region, aws.Service, time),
        { Google: { } google } => new GoogleCredentials(google, tokens(), time),
        { Entra: { } entra } => new EntraCredentials(entra, SecretReader.Read(entra.Secret), tokens(), time),
        _ => null,
    };

    /// <summary>What tells one token endpoint from another.</summary>
    public static string TokenHost(DeploymentConfig config) => config.Google is { } google ? $"{google.ServiceAccount} {google.TokenUrl}" : config.Entra?.Authority ?? "";
}
