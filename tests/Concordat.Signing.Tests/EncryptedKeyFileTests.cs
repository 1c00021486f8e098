using System.Diagnostics;

namespace Concordat.Signing.Tests;

/// <summary>Key files under a passphrase, with the openssl command as the other side.</summary>
public sealed class EncryptedKeyFileTests : IDisposable
{
    private const string Passphrase = "correct horse bättery";

    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-signing-").FullName;

    public static TheoryData<SignatureAlgorithm> Algorithms => [SignatureAlgorithm.Ed25519, SignatureAlgorithm.EcdsaP256, SignatureAlgorithm.EcdsaP384];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Openssl_and_we_read_a_key_that_we_encrypted(SignatureAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        key.Save(In("key.pem"), Passphrase);

        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(In("key.pem")), StringComparison.Ordinal);
        using var loaded = SigningKey.Load(In("key.pem"), Passphrase);
        Assert.Equal(key.PublicKey, loaded.PublicKey);
        Assert.Equal(key.PublicKey.ToPem(), OpenSsl("pkey", "-in", In("key.pem"), "-passin", "env:KEY_PASSPHRASE", "-pubout"));
    }

    [Theory]
    [InlineData("ED25519", null, "aes-256-cbc", "hmacWithSHA256")]
    [InlineData("ED25519", null, "aes-128-cbc", "hmacWithSHA512")]
    [InlineData("EC", "ec_paramgen_curve:P-256", "aes-192-cbc", "hmacWithSHA384")]
    [InlineData("EC", "ec_paramgen_curve:P-384", "aes-256-cbc", "hmacWithSHA256")]
    public void We_read_a_key_that_openssl_encrypted(string name, string? option, string cipher, string prf)
    {
        OpenSsl(["genpkey", "-algorithm", name, "-out", In("plain.pem"), .. option is null ? Array.Empty<string>() : ["-pkeyopt", option]]);
        OpenSsl("pkcs8", "-topk8", "-in", In("plain.pem"), "-out", In("key.pem"), "-v2", cipher, "-v2prf", prf, "-passout", "env:KEY_PASSPHRASE");

        using var key = SigningKey.Load(In("key.pem"), Passphrase);

        Assert.Equal(OpenSsl("pkey", "-in", In("plain.pem"), "-pubout"), key.PublicKey.ToPem());
    }

    [Fact]
    public void A_wrong_passphrase_is_refused_whatever_the_padding_looks_like()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        File.WriteAllText(In("plain.pem"), key.ToPem());
        OpenSsl("pkcs8", "-topk8", "-in", In("plain.pem"), "-out", In("key.pem"), "-iter", "1", "-passout", "env:KEY_PASSPHRASE");
        var pem = File.ReadAllText(In("key.pem"));

        for (var i = 0; i < 2_000; i++)
        {
            var guess = $"guess {i}";
            Assert.Equal("key_passphrase", Assert.Throws<SigningFormatException>(() => SigningKey.FromPem(pem, guess)).Code);
        }

        using var right = SigningKey.FromPem(pem, Passphrase);
        Assert.Equal(key.PublicKey, right.PublicKey);
    }

    [Fact]
    public void A_missing_and_a_needless_passphrase_are_refused_with_the_file()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        key.Save(In("encrypted.pem"), Passphrase);
        key.Save(In("plain.pem"));

        var missing = Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("encrypted.pem")));
        var needless = Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("plain.pem"), Passphrase));

        Assert.Equal($"{In("encrypted.pem")}: the key is encrypted, and no passphrase was given for it", missing.Message);
        Assert.StartsWith($"{In("plain.pem")}: a passphrase was given, but the key is not encrypted", needless.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1234567")]
    public void A_short_passphrase_leaves_no_file(string passphrase)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

        Assert.Throws<ArgumentException>(() => key.Save(In("key.pem"), passphrase));

        Assert.False(File.Exists(In("key.pem")));
    }

    [Fact]
    public void Weak_or_endless_key_derivation_is_refused_before_it_is_run()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        File.WriteAllText(In("plain.pem"), key.ToPem());
        OpenSsl("pkcs8", "-topk8", "-in", In("plain.pem"), "-out", In("sha1.pem"), "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1", "-passout", "env:KEY_PASSPHRASE");
        OpenSsl("pkcs8", "-topk8", "-in", In("plain.pem"), "-out", In("scrypt.pem"), "-scrypt", "-passout", "env:KEY_PASSPHRASE");
        var der = Der(key.ToPem(Passphrase));
        var rounds = der.AsSpan().IndexOf<byte>([0x02, 0x03, 0x09, 0x27, 0xC0]); // INTEGER 600,000
        new byte[] { 0x02, 0x03, 0x7F, 0xFF, 0xFF }.CopyTo(der, rounds);
        File.WriteAllText(In("slow.pem"), Pem(der));

        Assert.Equal("key_encryption", Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("sha1.pem"), Passphrase)).Code);
        Assert.Equal("key_encryption", Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("scrypt.pem"), Passphrase)).Code);
        Assert.Equal("key_encryption", Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("slow.pem"), Passphrase)).Code);
    }

    [Fact]
    public void Damaged_bytes_are_refused_and_never_crash()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        File.WriteAllText(In("plain.pem"), key.ToPem());
        OpenSsl("pkcs8", "-topk8", "-in", In("plain.pem"), "-out", In("key.pem"), "-iter", "1", "-passout", "env:KEY_PASSPHRASE");
        var der = Der(File.ReadAllText(In("key.pem")));
        for (var cut = 0; cut < der.Length; cut++)
        {
            Assert.Throws<SigningFormatException>(() => SigningKey.FromPem(Pem(der[..cut]), Passphrase));
        }
    }

    private static byte[] Der(string pem) => Convert.FromBase64String(string.Concat(pem.Split('\n').Where(static l => !l.StartsWith('-'))));

    private static string Pem(byte[] der) => $"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{Convert.ToBase64String(der)}\n-----END ENCRYPTED PRIVATE KEY-----\n";

    private static string OpenSsl(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KEY_PASSPHRASE"] = Passphrase;
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error.Result + output);
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", "the openssl command is not installed");
            throw;
        }
    }

    private string In(string name) => Path.Combine(_directory, name);
}
