using Concordat.Attestation;
using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads one entry of <c>deployments</c>.</summary>
internal static class DeploymentBinder
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static DeploymentConfig Bind(SectionReader section)
    {
        var deployment = new DeploymentConfig
        {
            Name = section.Text("name"),
            Model = section.Text("model"),
            Kind = section.OneOf("kind", ConfigurationVocabulary.DeploymentKinds),
            Url = section.OptionalText("url"),
            TlsAuthorities = TlsAuthorities(section),
            UpstreamModel = section.OptionalText("upstreamModel"),
            Key = ConfigurationBinder.Secret(section, "key"),
            ApiVersion = section.OptionalText("apiVersion"),
            Aws = section.Raw("aws") is { } aws ? UpstreamCredentialBinder.Aws(section.Over(aws, "aws")) : null,
            Google = section.Raw("google") is { } google ? UpstreamCredentialBinder.Google(section.Over(google, "google")) : null,
            Entra = section.Raw("entra") is { } entra ? UpstreamCredentialBinder.Entra(section.Over(entra, "entra")) : null,
        };
        RefuseAssurance(section);
        deployment = deployment with
        {
            Vendor = section.Text("vendor", deployment.Vendor),
            Cloud = section.Text("cloud", deployment.Cloud),
            Partition = section.Text("partition", deployment.Partition),
            Region = section.Text("region", deployment.Region),
            Network = section.Text("network", deployment.Network),
            Hosting = section.OneOf("hosting", ConfigurationVocabulary.Hostings, deployment.Hosting),
            Version = section.Text("version", deployment.Version),
            DataTerms = section.OptionalText("dataTerms"),
            Bill = section.OptionalFilePath("bill"),
            Accreditation = section.Raw("accreditation") is { } accreditation ? Accreditation(section.Over(accreditation, "accreditation")) : null,
            Evidence = section.Raw("evidence") is { } evidence ? Evidence(section.Over(evidence, "evidence")) : null,
            Verified = section.Flag("verified", deployment.Verified),
            Priority = section.Number("priority", deployment.Priority, 0, 1000),
            Weight = section.Number("weight", deployment.Weight, 0, 10_000),
            Candidate = section.Flag("candidate", deployment.Candidate),
            Shadow = section.Number("shadow", deployment.Shadow, 0, 100),
            Price = section.Raw("price") is { } price ? RouteBinder.Price(section.Over(price, "price")) : null,
            MaxInputTokens = Tokens(section, "maxInputTokens"),
            MaxOutputTokens = Tokens(section, "maxOutputTokens"),
            OutputTokens = section.Number("outputTokens", deployment.OutputTokens, 1, 10_000_000),
            Timeout = section.Duration("timeout", deployment.Timeout, Tick, Hour),
            LongestAnswer = section.Duration("longestAnswer", deployment.LongestAnswer, Tick, TimeSpan.FromHours(24)),
            FirstByteTimeout = section.Duration("firstByteTimeout", deployment.FirstByteTimeout, Tick, Hour),
        };
        section.Close();
        return deployment;
    }

    private static int? Tokens(SectionReader section, string key) => section.Raw(key) is null ? null : section.Number(key, 1, 1, 100_000_000);

    private static TlsAuthoritiesConfig? TlsAuthorities(SectionReader section)
    {
        const string Key = "tlsAuthorities";
        if (section.Raw(Key) is not { } node || section.OptionalFilePath(Key) is not { } path)
        {
            return null;
        }

        if (section.OptionalText("url")?.StartsWith("https://", StringComparison.Ordinal) != true)
        {
            section.Refuse(node, Key, "needs a deployment at an `https` URL: without TLS there is no key to vouch for");
            return null;
        }

        try
        {
            return TlsAuthoritiesConfig.Read(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            section.Refuse(node, Key, "names a file that does not exist");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            section.Refuse(node, Key, $"cannot be used: {fault.Message}");
        }

        return null;
    }

    /// <summary>A level that somebody wrote down would say nothing.</summary>
    public static void RefuseAssurance(SectionReader section)
    {
        if (section.Raw("assurance") is { } node)
        {
            section.Refuse(node, "assurance", "is proven, not declared; remove it, and write `evidence` where the deployment can show something");
        }
    }

    private static AccreditationConfig Accreditation(SectionReader section)
    {
        var accreditation = new AccreditationConfig { Ceiling = section.OneOf("ceiling", ConfigurationVocabulary.Accreditations) };
        accreditation = accreditation with
        {
            Nations = section.Texts("nations", accreditation.Nations),
            Compartments = section.Texts("compartments", accreditation.Compartments),
        };
        section.Close();
        return accreditation;
    }

    private static EvidenceConfig Evidence(SectionReader section)
    {
        var evidence = new EvidenceConfig
        {
            Kind = section.OneOf("kind", EvidenceKinds.Names),
            Url = section.OptionalText("url"),
            File = section.OptionalFilePath("file"),
            SignedBy = section.OptionalFilePath("signedBy"),
            Keys = section.OptionalFilePath("keys"),
            Issuer = section.OptionalText("issuer"),
            Audience = section.OptionalText("audience"),
            Measurements = section.Sections("measurements", Measurement),
            Firmware = section.Sections("firmware", Firmware),
        };
        evidence = evidence with
        {
            BindsKey = section.Flag("bindsKey", evidence.BindsKey),
            ValidFor = section.Duration("validFor", evidence.ValidFor, TimeSpan.FromMinutes(1), 24 * Hour),
        };
        section.Close();
        return evidence;
    }

    private static MeasurementConfig Measurement(SectionReader section)
    {
        var measurement = new MeasurementConfig { Name = section.Text("name"), Values = section.Texts("values", []) };
        section.Close();
        return measurement;
    }

    private static FirmwareConfig Firmware(SectionReader section)
    {
        var firmware = new FirmwareConfig { Name = section.OneOf("name", ConfigurationVocabulary.FirmwareParts) };
        firmware = firmware with { Least = section.Number("least", firmware.Least, 0, 255) };
        section.Close();
        return firmware;
    }
}
