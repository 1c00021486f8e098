using Concordat.Agreements;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Kit;

/// <summary>The shipped agreement, signed once per test run by two keys of the run.</summary>
internal static class SignedBaseAgreement
{
    private static readonly Lazy<Agreement> Signed = new(() => Sign(_ => { }));

    /// <summary>The term by which upstreams on this machine, which stand for all clouds of the tests, count as hosted in a cloud.</summary>
    public const string TestClouds = "\"clouds\": [{ \"cloud\": \"local\", \"addresses\": [\"127.0.0.0/8\", \"::1/128\"] }, { \"cloud\": \"example-cloud\", \"addresses\": [\"127.0.0.0/8\"] }],";

    /// <summary>The department's key, with which it signs orders too.</summary>
    public static SigningKey Department { get; } = SigningKey.Generate(SignatureAlgorithm.Ed25519);

    /// <summary>The vendor's.</summary>
    public static SigningKey Vendor { get; } = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    public static Agreement Agreement => Signed.Value;

    /// <summary>An amendment of it: one replacement in its clauses.</summary>
    public static Agreement With(string from, string to) => With("clauses.cedar", from, to);

    /// <summary>An amendment of it: one replacement in one of its files.</summary>
    public static Agreement With(string name, string from, string to) => With([(name, from, to)]);

    /// <summary>An amendment of it: replacements in its files.</summary>
    public static Agreement With(params (string Name, string From, string To)[] changes) => Sign(directory =>
    {
        foreach (var (name, from, to) in changes)
        {
            var file = Path.Combine(directory, name);
            var text = File.ReadAllText(file);
            Assert.Contains(from, text, StringComparison.Ordinal);
            File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
        }
    });

    /// <summary>An amendment of it that masks, as the example shows.</summary>
    public static Agreement Masking => Masked.Value;

    private static readonly Lazy<Agreement> Masked = new(() => Sign(Mask));

    /// <summary>The same, and one more replacement in its clauses.</summary>
    public static Agreement MaskingWith(string from, string to) => Sign(directory =>
    {
        Mask(directory);
        Replace(Path.Combine(directory, "clauses.cedar"), from, to);
    });

    private static void Mask(string directory)
    {
        var example = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "masking.cedar"));
        var clause = example[example.IndexOf("@clause", StringComparison.Ordinal)..].Replace("2.31", "2.14", StringComparison.Ordinal);
        Insert(Path.Combine(directory, "clauses.cedar"), "// ---------------------------------------------------------------------------------------------------------------------------------\n// Article 3", clause + "\n");
        Insert(Path.Combine(directory, "agreement.md"), "## Article 3.", "### 2.14 Identities in answers are masked\n\nAn answer that names presumed U.S. persons is let out with placeholders. Whom they stand for is told by decision of an official.\n\n");
    }

    private static void Replace(string file, string from, string to)
    {
        var all = File.ReadAllText(file);
        Assert.Contains(from, all, StringComparison.Ordinal);
        File.WriteAllText(file, all.Replace(from, to, StringComparison.Ordinal));
    }

    private static void Insert(string file, string before, string text)
    {
        var all = File.ReadAllText(file);
        Assert.Contains(before, all, StringComparison.Ordinal);
        File.WriteAllText(file, all.Replace(before, text + before, StringComparison.Ordinal));
    }

    private static Agreement Sign(Action<string> change)
    {
        var directory = Directory.CreateTempSubdirectory("concordat-agreement-").FullName;
        try
        {
            BaseAgreement.WriteTo(directory);
            Replace(Path.Combine(directory, "agreement.json"), "\"continuity\":", $"{TestClouds}\n    \"continuity\":");
            change(directory);
            TrustedParty[] parties = [new("Department", "department", Department.PublicKey), new("Vendor", "vendor", Vendor.PublicKey)];
            var output = Path.Combine(directory, "agreement.dsse.json");
            Assert.True(AgreementFolder.Sign(directory, output, Department, "department", parties).IsSigned);
            Assert.True(AgreementFolder.Sign(directory, output, Vendor, "vendor", parties).IsSigned);
            var load = AgreementFolder.Load(output, parties, TimeProvider.System.GetUtcNow());
            return load.Agreement ?? throw new InvalidOperationException(string.Join('\n', load.Diagnostics));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
