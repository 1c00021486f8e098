using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Concordat.Attestation.Tests.Kit;

/// <summary>The real documents; see vectors/README.md.</summary>
internal static class Vectors
{
    public static byte[] Nitro(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "nitro", name));

    public static byte[] SnpReport(string product) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "vectors", "snp", product + ".bin"));

    public static byte[] SnpCertificate(string product, string kind)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "vectors", "snp", $"{product}-{kind}.pem")));
        return certificate.RawData;
    }

    public static byte[] Snp(string product) => Snp(SnpReport(product), SnpCertificate(product, "vcek"), SnpCertificate(product, "ask"));

    public static byte[] Snp(byte[] report, byte[] vcek, byte[] ask) => Encoding.UTF8.GetBytes(
        $$"""{"report":"{{Convert.ToBase64String(report)}}","vcek":"{{Convert.ToBase64String(vcek)}}","ask":"{{Convert.ToBase64String(ask)}}"}""");
}
