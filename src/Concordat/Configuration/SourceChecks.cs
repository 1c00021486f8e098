using System.Globalization;
using Concordat.Gateway.Configuration;
using Concordat.Signing;

namespace Concordat.Configuration;

/// <summary>Checks that the keys of data platforms, and of those who bind labels, can be used.</summary>
internal static class SourceChecks
{
    public static void Run(IReadOnlyList<SourceConfig> sources, IReadOnlyList<string> bindingKeys, ConfigurationFindings findings)
    {
        for (var i = 0; i < bindingKeys.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"network.bindingKeys[{i}]");
            if (bindingKeys[i].Length > 0 && Check(bindingKeys[i], at, "a labeller's", findings) is { } algorithm
                && algorithm is not (SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaP384 or SignatureAlgorithm.Ed25519))
            {
                findings.AddAt(at, $"`{at}` is an {algorithm} key, with which no binding can be checked; use ECDSA on P-256 or P-384, or Ed25519");
            }
        }

        for (var i = 0; i < sources.Count; i++)
        {
            if (sources[i].Platform is { Length: > 0 } platform)
            {
                Check(platform, string.Create(CultureInfo.InvariantCulture, $"sources[{i}].platform"), "the platform's", findings);
            }
        }
    }

    private static SignatureAlgorithm? Check(string file, string at, string whose, ConfigurationFindings findings)
    {
        try
        {
            return VerifyingKey.Load(file).Algorithm;
        }
        catch (FileNotFoundException)
        {
            findings.AddAt(at, $"`{at}` names a file that does not exist, `{file}`; put {whose} public key (PEM) there");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SigningFormatException)
        {
            findings.AddAt(at, $"`{at}` cannot be used: {fault.Message}");
        }

        return null;
    }
}
