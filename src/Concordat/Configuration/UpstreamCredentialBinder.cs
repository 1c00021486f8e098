using Concordat.Gateway.Configuration;

namespace Concordat.Configuration;

/// <summary>Reads how a deployment is opened where a key does not do it: the sections <c>aws</c>, <c>google</c> and <c>entra</c>.</summary>
internal static class UpstreamCredentialBinder
{
    public static AwsConfig Aws(SectionReader section)
    {
        var aws = new AwsConfig
        {
            Region = section.Text("region"),
            SessionToken = ConfigurationBinder.Secret(section, "sessionToken"),
            StsUrl = section.OptionalText("stsUrl"),
        };
        var credentials = section.OneOf("credentials", ConfigurationVocabulary.AwsCredentials, aws.Credentials);
        var named = credentials == aws.Credentials;
        aws = aws with
        {
            Service = section.Text("service", aws.Service),
            Credentials = credentials,
            AccessKey = named ? Secret(section, "accessKey") : ConfigurationBinder.Secret(section, "accessKey"),
            SecretKey = named ? Secret(section, "secretKey") : ConfigurationBinder.Secret(section, "secretKey"),
        };
        section.Close();
        return aws;
    }

    public static GoogleConfig Google(SectionReader section)
    {
        var google = new GoogleConfig
        {
            Project = section.Text("project"),
            Location = section.Text("location"),
            ServiceAccount = section.FilePath("serviceAccount"),
            TokenUrl = section.OptionalText("tokenUrl"),
        };
        section.Close();
        return google;
    }

    public static EntraConfig Entra(SectionReader section)
    {
        var entra = new EntraConfig
        {
            Tenant = section.Text("tenant"),
            ClientId = section.Text("clientId"),
            Secret = ConfigurationBinder.Secret(section, "secret"),
            TokenFile = section.OptionalFilePath("tokenFile"),
        };
        entra = entra with { Authority = section.Text("authority", entra.Authority), Scope = section.Text("scope", entra.Scope) };
        section.Close();
        return entra;
    }

    private static SecretConfig Secret(SectionReader section, string key)
    {
        if (section.Raw(key) is null)
        {
            section.Text(key); // says that it is missing
        }

        return ConfigurationBinder.Secret(section, key) ?? new SecretConfig { Env = "" };
    }
}
