using Concordat.Agreements;
using Concordat.Signing;

namespace Concordat.Tests.Configuration;

/// <summary>The shipped agreement, signed once per test run, for installations that go by one.</summary>
internal static class SignedAgreement
{
    private static readonly Lazy<(string Envelope, string Department, string Vendor)> Signed = new(Sign);

    /// <summary>Puts it and the parties' keys where the complete configuration names them.</summary>
    public static void WriteTo(ConfigurationFolder folder)
    {
        folder.WriteFile("agreement.dsse.json", Signed.Value.Envelope);
        folder.WriteFile("keys/department.pub.pem", Signed.Value.Department);
        folder.WriteFile("keys/vendor.pub.pem", Signed.Value.Vendor);
    }

    private static (string Envelope, string Department, string Vendor) Sign()
    {
        using var folder = new TemporaryFolder();
        var (draft, output) = (folder.File("draft"), folder.File("agreement.dsse.json"));
        BaseAgreement.WriteTo(draft);
        using var department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var vendor = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        TrustedParty[] parties = [new("Department", "department", department.PublicKey), new("Vendor", "vendor", vendor.PublicKey)];
        Assert.True(AgreementFolder.Sign(draft, output, department, "department", parties).IsSigned);
        Assert.True(AgreementFolder.Sign(draft, output, vendor, "vendor", parties).IsSigned);
        return (File.ReadAllText(output), department.PublicKey.ToPem(), vendor.PublicKey.ToPem());
    }
}
