using Concordat.Gateway.Configuration;

namespace Concordat.Gateway.Upstreams;

/// <summary>Reads a secret from where the configuration says it is.</summary>
internal static class SecretReader
{
    private const int MaxFileBytes = 16 * 1024;

    /// <exception cref="InvalidOperationException">The variable or file is missing, empty or too long.</exception>
    public static string? Read(SecretConfig? secret)
    {
        if (secret is null)
        {
            return null;
        }

        var (place, value) = secret.Env is { } variable
            ? ($"environment variable `{variable}`", Environment.GetEnvironmentVariable(variable))
            : ($"file `{secret.File}`", ReadFile(secret.File!));
        value = value?.Trim();
        return string.IsNullOrEmpty(value) || value.AsSpan().ContainsAnyInRange('\0', ' ')
            ? throw new InvalidOperationException($"the key in {place} is missing, empty or has spaces in it; set it and try again")
            : value;
    }

    private static string? ReadFile(string path) =>
        File.Exists(path) && new FileInfo(path).Length <= MaxFileBytes ? File.ReadAllText(path) : null;
}
