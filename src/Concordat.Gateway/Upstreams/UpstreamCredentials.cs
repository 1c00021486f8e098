using Concordat.Gateway.Configuration;
using Concordat.Gateway.Upstreams.Aws;

namespace Concordat.Gateway.Upstreams;

/// <summary>Makes the credentials of a deployment that a key alone does not open.</summary>
internal static class UpstreamCredentials
{
    /// <summary>The credentials; null where the configuration has a key, or none.</summary>
    /// <param name="tokens">The connections to where tokens come from; asked for where there are some.</param>
    /// <param name="roles">The keys of the role that the section names.</param>
    /// <exception cref="InvalidOperationException">A secret is missing or cannot be read.</exception>
    public static IUpstreamCredentials? Of(DeploymentConfig config, Func<HttpMessageInvoker> tokens, Func<AwsConfig, IAwsKeys> roles, TimeProvider time) => config switch
    {
        { Aws: { } aws } => new SigV4Signer(Keys(aws) ?? roles(aws), aws.Region, aws.Service, time),
        { Google: { } google } => new GoogleCredentials(google, tokens(), time),
        { Entra: { } entra } => new EntraCredentials(entra, SecretReader.Read(entra.Secret), tokens(), time),
        _ => null,
    };

    private static FixedAwsKeys? Keys(AwsConfig aws) => aws.Credentials switch
    {
        AwsConfig.Keys => new FixedAwsKeys(SecretReader.Read(aws.AccessKey)!, SecretReader.Read(aws.SecretKey)!, SecretReader.Read(aws.SessionToken)),
        AwsConfig.Environment => new FixedAwsKeys(
            Variable("AWS_ACCESS_KEY_ID")!, Variable("AWS_SECRET_ACCESS_KEY")!,
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable("AWS_SESSION_TOKEN")) ? null : Variable("AWS_SESSION_TOKEN")),
        _ => null,
    };

    private static string? Variable(string name) => SecretReader.Read(new SecretConfig { Env = name });

    /// <summary>What tells one token endpoint from another.</summary>
    public static string TokenHost(DeploymentConfig config) => config.Google is { } google ? $"{google.ServiceAccount} {google.TokenUrl}" : config.Entra?.Authority ?? "";
}
