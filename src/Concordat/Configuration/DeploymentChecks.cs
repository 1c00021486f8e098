using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks each deployment's address, secret and network.</summary>
internal static class DeploymentChecks
{
    public static void Run(ConcordatConfig config, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (config.Deployments.Count == 0)
        {
            findings.AddAt("deployments", "`deployments` names no deployment, so nothing could be answered; `kind: sandbox` needs no upstream");
        }

        for (var i = 0; i < config.Deployments.Count; i++)
        {
            var deployment = config.Deployments[i];
            var path = $"deployments[{i}]";
            if (deployment.Model.Length > 0 && !Identifiers.IsModel(deployment.Model))
            {
                findings.AddAt($"{path}.model", $"`{path}.model` {Identifiers.ModelRule}");
            }

            Address(deployment, path, findings);
            Network(deployment, path, config.Network.Id, findings);
            SecretChecks.Run(deployment.Key, $"{path}.key", environment, findings);
            UpstreamCredentialChecks.Run(deployment, path, environment, findings);
        }
    }

    private static void Address(DeploymentConfig deployment, string path, ConfigurationFindings findings)
    {
        if (deployment.Kind is "sandbox")
        {
            if (deployment.Url is not null)
            {
                findings.AddAt($"{path}.url", $"`{path}.url` has no meaning for `kind: sandbox`, which answers by itself; remove one of the two");
            }

            if (deployment.Key is not null)
            {
                findings.AddAt($"{path}.key", $"`{path}.key` has no meaning for `kind: sandbox`, which answers by itself; remove one of the two");
            }

            return;
        }

        if (deployment.Url is null)
        {
            if (deployment.Kind.Length > 0)
            {
                findings.AddAt(path, $"missing key `{path}.url`, which `kind: {deployment.Kind}` needs");
            }

            return;
        }

        if (deployment.Url.Length == 0)
        {
            return;
        }

        // The URL is not repeated in these messages: people have put passwords in URLs.
        if (!Uri.TryCreate(deployment.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            findings.AddAt($"{path}.url", $"`{path}.url` must be a URL that begins with `https://` (or `http://`)");
        }
        else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            findings.AddAt($"{path}.url", $"`{path}.url` must be without user, password, query and fragment; a secret belongs under `{path}.key`");
        }
        else if (url.Scheme is "http" && !url.IsLoopback && deployment is not { Key: null, Aws: null, Google: null, Entra: null })
        {
            findings.AddAt($"{path}.url", $"`{path}.url` must be `https`: over `http` the key would travel in clear text");
        }
    }

    private static void Network(DeploymentConfig deployment, string path, string network, ConfigurationFindings findings)
    {
        if (deployment.Network is not ("" or "unknown") && network.Length > 0 && !string.Equals(deployment.Network, network, StringComparison.Ordinal))
        {
            findings.AddAt(
                $"{path}.network",
                $"`{path}.network` must be the network this gateway stands in, `{network}`, or `unknown`, not `{deployment.Network}`");
        }
    }
}
