using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks that each deployment has the credentials of its kind and no others, and that what they name is there.</summary>
internal static class UpstreamCredentialChecks
{
    public static void Run(DeploymentConfig deployment, string path, Func<string, string?> environment, ConfigurationFindings findings)
    {
        Belongs(deployment, "aws", deployment.Aws is not null, ["aws-bedrock"], isNeeded: true, path, findings);
        Belongs(deployment, "google", deployment.Google is not null, ["google-vertex", "google-vertex-anthropic"], isNeeded: true, path, findings);
        Belongs(deployment, "entra", deployment.Entra is not null, ["azure-openai"], isNeeded: false, path, findings);
        if (deployment.Key is not null && (deployment.Entra is not null || deployment.Kind is "aws-bedrock" or "google-vertex" or "google-vertex-anthropic"))
        {
            findings.AddAt($"{path}.key", $"`{path}.key` has no meaning beside the deployment's other credentials; remove one of the two");
        }

        if (deployment.Aws is { } aws)
        {
            Aws(aws, $"{path}.aws", environment, findings);
        }

        if (deployment.Google is { } google)
        {
            if (google.ServiceAccount.Length > 0 && !File.Exists(google.ServiceAccount))
            {
                findings.AddAt($"{path}.google.serviceAccount", $"`{path}.google.serviceAccount` names a file that does not exist");
            }

            Endpoint(google.TokenUrl, $"{path}.google.tokenUrl", findings);
        }

        if (deployment.Entra is { } entra)
        {
            SecretChecks.Run(entra.Secret, $"{path}.entra.secret", environment, findings);
            Endpoint(entra.Authority, $"{path}.entra.authority", findings);
            if (entra.Secret is null == entra.TokenFile is null)
            {
                findings.AddAt($"{path}.entra", $"`{path}.entra` must have exactly one of `secret` and `tokenFile`");
            }
        }
    }

    private static void Aws(AwsConfig aws, string path, Func<string, string?> environment, ConfigurationFindings findings)
    {
        SecretChecks.Run(Named(aws.AccessKey), $"{path}.accessKey", environment, findings);
        SecretChecks.Run(Named(aws.SecretKey), $"{path}.secretKey", environment, findings);
        SecretChecks.Run(aws.SessionToken, $"{path}.sessionToken", environment, findings);
        Endpoint(aws.StsUrl, $"{path}.stsUrl", findings);
        if (aws.StsUrl is not null && aws.Credentials != "webIdentity")
        {
            findings.AddAt($"{path}.stsUrl", $"`{path}.stsUrl` has no meaning for `credentials: {aws.Credentials}`; it belongs to `credentials: webIdentity`");
        }

        if (aws.Credentials == "keys")
        {
            return;
        }

        foreach (var (name, secret) in ((string, SecretConfig?)[])[("accessKey", aws.AccessKey), ("secretKey", aws.SecretKey), ("sessionToken", aws.SessionToken)])
        {
            if (secret is not null)
            {
                findings.AddAt($"{path}.{name}", $"`{path}.{name}` has no meaning beside `credentials: {aws.Credentials}`; remove one of the two");
            }
        }

        string[] variables = aws.Credentials switch
        {
            "environment" => ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
            "webIdentity" => ["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"],
            "container" when string.IsNullOrEmpty(environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) => ["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
            _ => [],
        };
        foreach (var variable in variables.Where(variable => string.IsNullOrWhiteSpace(environment(variable))))
        {
            findings.AddAt($"{path}.credentials", $"`{path}.credentials` needs the environment variable `{variable}`, which is not set");
        }
    }

    /// <summary>A required secret that is missing was reported already.</summary>
    private static SecretConfig? Named(SecretConfig? secret) => secret is { Env: "", File: null } ? null : secret;

    private static void Belongs(
        DeploymentConfig deployment, string section, bool isThere, string[] kinds, bool isNeeded, string path, ConfigurationFindings findings)
    {
        if (isThere && deployment.Kind.Length > 0 && !kinds.Contains(deployment.Kind, StringComparer.Ordinal))
        {
            findings.AddAt($"{path}.{section}", $"`{path}.{section}` has no meaning for `kind: {deployment.Kind}`; it belongs to {string.Join(" and ", kinds.Select(static kind => $"`kind: {kind}`"))}");
        }
        else if (!isThere && isNeeded && kinds.Contains(deployment.Kind, StringComparer.Ordinal))
        {
            findings.AddAt(path, $"missing key `{path}.{section}`, which `kind: {deployment.Kind}` needs");
        }
    }

    private static void Endpoint(string? url, string path, ConfigurationFindings findings)
    {
        if (url is { Length: > 0 } && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
            && (uri.Scheme is "https" || (uri.Scheme is "http" && uri.IsLoopback))))
        {
            findings.AddAt(path, $"`{path}` must be a URL that begins with `https://`, without user and password: a secret is sent there");
        }
    }
}
