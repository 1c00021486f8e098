using System.Globalization;
using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Configuration;

/// <summary>Checks that the keys of data platforms can be used.</summary>
internal static class SourceChecks
{
    public static void Run(IReadOnlyList<SourceConfig> sources, ConfigurationFindings findings)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i].Platform is { Length: > 0 } platform)
            {
                Check(platform, string.Create(CultureInfo.InvariantCulture, $"sources[{i}].platform"), findings);
            }
        }
    }

    private static void Check(string platform, string at, ConfigurationFindings findings)
    {
        try
        {
            VerifyingKey.Load(platform);
        }
        catch (FileNotFoundException)
        {
            findings.AddAt(at, $"`{at}` names a file that does not exist, `{platform}`; put the platform's public key (PEM) there");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SigningFormatException)
        {
            findings.AddAt(at, $"`{at}` cannot be used: {fault.Message}");
        }
    }
}
