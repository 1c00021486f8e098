using System.Text;

namespace Concordat.Configuration;

/// <summary>Reads and checks a configuration file as a whole.</summary>
internal static class ConfigurationFile
{
    private const int MostBytes = 1024 * 1024;

    /// <summary>Never throws for what the file holds or for a file that cannot be read; those come back as errors.</summary>
    public static ConfigurationLoad Load(string path) => Load(path, Environment.GetEnvironmentVariable);

    public static ConfigurationLoad Load(string path, Func<string, string?> environment)
    {
        var findings = new ConfigurationFindings(path);
        var text = ReadText(path, findings);
        return text is null ? new ConfigurationLoad(null, findings.Sorted) : Parse(text, path, environment, findings);
    }

    private static ConfigurationLoad Parse(string text, string path, Func<string, string?> environment, ConfigurationFindings findings)
    {
        if (YamlTreeReader.Read(text, findings) is not { } root)
        {
            return new ConfigurationLoad(null, findings.Sorted);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var config = ConfigurationBinder.Bind(root, folder, findings);
        PlaceChecks.Run(config, findings);
        DatabaseChecks.Run(config.Database, environment, findings);
        SigningChecks.Run(config, environment, findings);
        RegistryChecks.Run(config, findings);
        SourceChecks.Run(config.Sources, config.Network.BindingKeys, findings);
        ToolChecks.Run(config.Tools, findings);
        ApproverChecks.Run(config, findings);
        HumanSignatureChecks.Run(config, findings);
        ConsoleChecks.Run(config, environment, findings);
        OrderIssuerChecks.Run(config, findings);
        DeploymentChecks.Run(config, environment, findings);
        RouteChecks.Run(config, findings);
        JudgeChecks.Run(config, findings);
        EvidenceChecks.Run(config.Deployments, findings);
        McpChecks.Run(config, environment, findings);
        NoticesChecks.Run(config, environment, findings);
        BudgetChecks.Run(config, findings);
        RetentionChecks.Run(config, environment, findings);
        return new ConfigurationLoad(findings.Any ? null : config, findings.Sorted);
    }

    private static string? ReadText(string path, ConfigurationFindings findings)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > MostBytes)
            {
                findings.Add(1, 1, $"the file is larger than {MostBytes} bytes");
                return null;
            }

            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            findings.Add(1, 1, "the file is not valid UTF-8");
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            findings.Add(1, 1, "there is no such file; `concordat init DIR` writes a configuration to start from");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            findings.Add(1, 1, "the file cannot be read; check that it is a file and its permissions");
        }

        return null;
    }
}
