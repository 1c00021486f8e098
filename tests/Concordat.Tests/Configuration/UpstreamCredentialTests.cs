using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Concordat.Configuration;

namespace Concordat.Tests.Configuration;

/// <summary>What opens a deployment arrives in its record, and the files it names are watched.</summary>
public sealed class UpstreamCredentialTests
{
    private const string Other = """
          - name: bedrock
            model: claude
            kind: aws-bedrock
            url: https://bedrock-runtime.us-gov-west-1.amazonaws.com
            aws: { region: us-gov-west-1, service: bedrock-iso, accessKey: { env: VENDOR_KEY }, secretKey: { file: keys/aws.secret }, sessionToken: { env: VENDOR_KEY } }
            outputTokens: 1000
          - name: vertex
            model: gemini
            kind: google-vertex
            url: https://us-central1-aiplatform.googleapis.com
            google: { project: p-1, location: us-central1, serviceAccount: keys/account.json }
          - name: azure
            model: gpt-5
            kind: azure-openai
            url: https://example.openai.azure.us/openai/v1
            entra: { tenant: t-1, clientId: c-1, tokenFile: keys/token, authority: "https://login.microsoftonline.us", scope: "https://cognitiveservices.azure.us/.default" }

        """;

    [Fact]
    public void Every_member_arrives_in_its_record()
    {
        using var folder = Folder();

        var load = folder.Load();

        Assert.Empty(load.Errors);
        var (bedrock, vertex, azure) = (load.Config!.Deployments[3], load.Config.Deployments[4], load.Config.Deployments[5]);
        Assert.Equal(("us-gov-west-1", "bedrock-iso", "VENDOR_KEY"), (bedrock.Aws!.Region, bedrock.Aws.Service, bedrock.Aws.AccessKey!.Env));
        Assert.Equal((Path.Combine(folder.FullName, "keys", "aws.secret"), "VENDOR_KEY"), (bedrock.Aws.SecretKey!.File, bedrock.Aws.SessionToken!.Env));
        Assert.Equal(1000, bedrock.OutputTokens);
        Assert.Equal(("p-1", "us-central1", Path.Combine(folder.FullName, "keys", "account.json")), (vertex.Google!.Project, vertex.Google.Location, vertex.Google.ServiceAccount));
        Assert.Equal(("t-1", "c-1", "https://login.microsoftonline.us"), (azure.Entra!.Tenant, azure.Entra.ClientId, azure.Entra.Authority));
        Assert.Equal("https://cognitiveservices.azure.us/.default", azure.Entra.Scope);
    }

    [Theory]
    [InlineData("keys/aws.secret")]
    [InlineData("keys/account.json")]
    public void A_changed_secret_changes_the_fingerprint(string file)
    {
        using var folder = Folder();
        var config = folder.Load().Config!;
        var before = ConfigurationFingerprint.Of(folder.ConfigurationPath, config);

        folder.WriteFile(file, "changed");

        Assert.NotEqual(before, ConfigurationFingerprint.Of(folder.ConfigurationPath, config));
    }

    [Fact]
    public void Authorities_of_TLS_keys_arrive_as_their_file_held_them_and_a_change_of_it_is_seen()
    {
        using var folder = new ConfigurationFolder(ConfigurationFolder.CompleteText.Replace(
            "    verified: true\n", "    verified: true\n    tlsAuthorities: keys/authority.pem\n", StringComparison.Ordinal));
        var pem = Authority();
        folder.WriteFile("keys/authority.pem", pem);

        var load = folder.Load();

        Assert.Empty(load.Errors);
        Assert.Equal(pem, load.Config!.Deployments[1].TlsAuthorities!.Pem);
        Assert.Null(load.Config.Deployments[2].TlsAuthorities);
        var before = ConfigurationFingerprint.Of(folder.ConfigurationPath, load.Config);
        folder.WriteFile("keys/authority.pem", Authority());
        Assert.NotEqual(before, ConfigurationFingerprint.Of(folder.ConfigurationPath, load.Config));
    }

    private static string Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow().AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private static ConfigurationFolder Folder()
    {
        var folder = new ConfigurationFolder(ConfigurationFolder.CompleteText.Replace("limits:\n", Other + "limits:\n", StringComparison.Ordinal));
        folder.WriteFile("keys/aws.secret", "secret");
        folder.WriteFile("keys/account.json", "{}");
        return folder;
    }
}
