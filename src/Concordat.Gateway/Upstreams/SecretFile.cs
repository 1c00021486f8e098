namespace Concordat.Gateway.Upstreams;

/// <summary>Reads a token that somebody else keeps fresh in a file.</summary>
internal static class SecretFile
{
    private const int MaxFileBytes = 16 * 1024;

    /// <param name="what">The file, in words.</param>
    /// <exception cref="CredentialException">It is missing, empty or too long.</exception>
    public static string Read(string path, string what)
    {
        try
        {
            return new FileInfo(path).Length is > 0 and <= MaxFileBytes && File.ReadAllText(path).Trim() is { Length: > 0 } token
                ? token
                : throw new CredentialException($"{what} is empty or too long");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CredentialException($"{what} cannot be read", fault);
        }
    }
}
