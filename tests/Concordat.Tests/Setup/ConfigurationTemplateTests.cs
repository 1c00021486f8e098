using Concordat.Configuration;
using Concordat.Setup;
using Concordat.Signing;

namespace Concordat.Tests.Setup;

public sealed class ConfigurationTemplateTests
{
    [Theory]
    [InlineData("Example Department", "Example Vendor")]
    [InlineData("D\": [x] # 'y'", "Müller & Söhne: \\ \t{a}")]
    public void The_first_configuration_is_right_whatever_the_parties_are_called(string department, string vendor)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in (string[])["agreement.dsse.json", "safeguards.dsse.json", "keys/department.pub.pem", "keys/vendor.pub.pem", "keys/ledger.key.pem"])
        {
            folder.Write(file, file);
        }

        foreach (var person in (string[])["commander", "safety-officer", "reviewer", "vendor-reviewer"])
        {
            using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            folder.Write($"keys/{person}.pub.pem", key.PublicKey.ToPem());
        }

        var load = ConfigurationFile.Load(folder.Write("concordat.yaml", ConfigurationTemplate.Write(department, vendor)), _ => null);

        Assert.Empty(load.Errors);
        Assert.Equal([department, vendor], load.Config!.Parties.Select(p => p.Name));
        Assert.Equal(ConfigurationTemplate.UseCase, load.Config.UseCases[0].Id);
        Assert.Equal("sandbox", Assert.Single(load.Config.Deployments).Kind);
    }

    [Fact]
    public void The_schema_that_is_shipped_is_the_one_of_the_documentation() =>
        Assert.Equal(File.ReadAllText(Repository.Path("docs/reference/configuration.schema.json")), ConfigurationSchema.Text);
}
