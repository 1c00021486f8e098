using System.Security.Cryptography.X509Certificates;

namespace Concordat.Attestation.Checking;

/// <summary>The makers' root certificates, which the program carries.</summary>
internal static class PinnedRoots
{
    public static IReadOnlyList<X509Certificate2> Aws { get; } = [Read("aws-nitro-enclaves.pem")];

    public static IReadOnlyList<X509Certificate2> Amd { get; } = [Read("amd-milan.pem"), Read("amd-genoa.pem"), Read("amd-turin.pem")];

    private static X509Certificate2 Read(string name)
    {
        using var stream = typeof(PinnedRoots).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return X509Certificate2.CreateFromPem(reader.ReadToEnd());
    }
}
