using Concordat.Agreements;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>The shipped agreement, signed once per test run by two fresh keys.</summary>
internal static class SignedBaseAgreement
{
    private static readonly Lazy<Agreement> Signed = new(Sign);

    public static Agreement Agreement => Signed.Value;

    private static Agreement Sign()
    {
        var directory = Directory.CreateTempSubdirectory("concordat-agreement-").FullName;
        try
        {
            BaseAgreement.WriteTo(directory);
            using var department = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            using var vendor = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
            TrustedParty[] parties = [new("Department", "department", department.PublicKey), new("Vendor", "vendor", vendor.PublicKey)];
            var output = Path.Combine(directory, "agreement.dsse.json");
            Assert.True(AgreementFolder.Sign(directory, output, department, "department", parties).IsSigned);
            Assert.True(AgreementFolder.Sign(directory, output, vendor, "vendor", parties).IsSigned);
            var load = AgreementFolder.Load(output, parties, TimeProvider.System.GetUtcNow());
            return load.Agreement ?? throw new InvalidOperationException(string.Join('\n', load.Diagnostics));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
