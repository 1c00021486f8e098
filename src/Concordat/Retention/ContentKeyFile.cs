using Concordat.Gateway.Configuration;
using Concordat.Ledger.Contents;

namespace Concordat.Retention;

/// <summary>Reads a key of the content store from where it is kept: an environment variable or a file.</summary>
internal static class ContentKeyFile
{
    private const int MaxBytes = 1024;

    /// <exception cref="FormatException">It is missing or malformed; the message says where, and not what.</exception>
    public static ContentKey Read(SecretConfig place, string name, Func<string, string?> environment)
    {
        var text = Text(place, environment) ?? throw new FormatException($"`{name}`: the key is not where it should be ({Words(place)})");
        try
        {
            return ContentKey.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException($"`{name}` ({Words(place)}): {e.Message}", e);
        }
    }

    /// <summary>The text as it stands there; null when there is none.</summary>
    public static string? Text(SecretConfig place, Func<string, string?> environment) => place.Env is { } variable
        ? environment(variable)
        : File.Exists(place.File) && new FileInfo(place.File).Length <= MaxBytes ? File.ReadAllText(place.File) : null;

    private static string Words(SecretConfig place) => place.Env is { } variable ? $"environment variable `{variable}`" : $"file `{place.File}`";
}
