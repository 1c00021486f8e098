using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Checks that a secret is named, not written out, and that it is there.</summary>
internal static class SecretChecks
{
    public static void Run(SecretConfig? secret, string path, Func<string, string?> environment, ConfigurationFindings findings)
    {
        switch (secret)
        {
            case null:
                break;
            case { Env: null, File: null } or { Env: not null, File: not null }:
                findings.AddAt(path, $"`{path}` must have exactly one of `env` and `file`");
                break;
            case { Env: { Length: > 0 } name } when !Identifiers.IsEnvironmentName(name):
                findings.AddAt($"{path}.env", $"`{path}.env` must be the name of an environment variable in capitals, such as `OPENAI_API_KEY`, never the secret itself");
                break;
            case { Env: { Length: > 0 } name } when string.IsNullOrWhiteSpace(environment(name)):
                findings.AddAt($"{path}.env", $"`{path}.env` names the environment variable `{name}`, which is not set");
                break;
            case { File: { Length: > 0 } file } when !File.Exists(file):
                findings.AddAt($"{path}.file", $"`{path}.file` names a file that does not exist");
                break;
        }
    }
}
