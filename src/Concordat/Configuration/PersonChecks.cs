using Concordat.Signing;

namespace Concordat.Configuration;

/// <summary>What everyone who signs must have for themselves: an id, and a public key that can be read.</summary>
internal static class PersonChecks
{
    /// <summary>The id of the key in a public key file; null, and a finding, where there is none.</summary>
    /// <param name="file">Null or empty where none is named.</param>
    /// <param name="at">Where the person stands, such as <c>approvers[0]</c>.</param>
    /// <param name="who">What the person is.</param>
    public static string? KeyOf(string? file, string at, string who, ConfigurationFindings findings)
    {
        if (file is not { Length: > 0 })
        {
            return null;
        }

        try
        {
            return VerifyingKey.Load(file).KeyId;
        }
        catch (FileNotFoundException)
        {
            findings.AddAt($"{at}.key", $"`{at}.key` names a file that does not exist, `{file}`; put the {who}'s public key (PEM) there");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SigningFormatException)
        {
            findings.AddAt($"{at}.key", $"`{at}.key` cannot be used: {fault.Message}");
        }

        return null;
    }

    /// <summary>Finds what two people have that belongs to one.</summary>
    /// <param name="seen">What was seen, and where.</param>
    public static void Once(Dictionary<string, string> seen, string? text, string at, string key, string advice, ConfigurationFindings findings)
    {
        if (text is { Length: > 0 } && !seen.TryAdd(text, at))
        {
            findings.AddAt($"{at}.{key}", $"`{at}.{key}` is the one that `{seen[text]}` already has; {advice}");
        }
    }
}
