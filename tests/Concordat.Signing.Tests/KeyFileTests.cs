using System.Diagnostics;
using System.Runtime.Versioning;

namespace Concordat.Signing.Tests;

[SupportedOSPlatform("linux")]
public sealed class KeyFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("concordat-signing-").FullName;

    public static TheoryData<SignatureAlgorithm> Algorithms => [SignatureAlgorithm.Ed25519, SignatureAlgorithm.EcdsaP256, SignatureAlgorithm.EcdsaP384];

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_saved_key_loads_again_and_only_its_owner_can_read_the_file(SignatureAlgorithm algorithm)
    {
        var path = Path.Combine(_directory, "k.pem");
        using var key = SigningKey.Generate(algorithm);
        key.Save(path);

        using var loaded = SigningKey.Load(path);

        Assert.Equal(algorithm, loaded.Algorithm);
        Assert.Equal(key.PublicKey, loaded.PublicKey);
        Assert.True(key.PublicKey.Verify("x"u8, loaded.Sign("x"u8)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Saving_never_overwrites_a_file()
    {
        var path = Path.Combine(_directory, "k.pem");
        File.WriteAllText(path, "precious");
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);

        Assert.Throws<IOException>(() => key.Save(path));
        Assert.Equal("precious", File.ReadAllText(path));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Openssl_reads_our_keys_and_verifies_our_signatures(SignatureAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        key.Save(In("private.pem"));
        File.WriteAllBytes(In("data"), "signed by us"u8.ToArray());
        File.WriteAllBytes(In("sig"), key.Sign("signed by us"u8));

        Assert.Equal(key.PublicKey.ToPem(), OpenSsl("pkey", "-in", In("private.pem"), "-pubout"));
        File.WriteAllText(In("public.pem"), key.PublicKey.ToPem());
        var verify = algorithm == SignatureAlgorithm.Ed25519
            ? OpenSsl("pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", In("public.pem"), "-in", In("data"), "-sigfile", In("sig"))
            : OpenSsl(
                "dgst", algorithm == SignatureAlgorithm.EcdsaP384 ? "-sha384" : "-sha256",
                "-verify", In("public.pem"), "-signature", In("sig"), In("data"));
        Assert.Contains("Verified", verify, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignatureAlgorithm.Ed25519, "ED25519", null)]
    [InlineData(SignatureAlgorithm.EcdsaP256, "EC", "ec_paramgen_curve:P-256")]
    [InlineData(SignatureAlgorithm.EcdsaP384, "EC", "ec_paramgen_curve:P-384")]
    public void We_read_keys_that_openssl_made(SignatureAlgorithm algorithm, string name, string? option)
    {
        OpenSsl(["genpkey", "-algorithm", name, "-out", In("private.pem"), .. option is null ? Array.Empty<string>() : ["-pkeyopt", option]]);
        File.WriteAllText(In("public.pem"), OpenSsl("pkey", "-in", In("private.pem"), "-pubout"));

        using var key = SigningKey.Load(In("private.pem"));

        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(VerifyingKey.Load(In("public.pem")), key.PublicKey);
    }

    [Fact]
    public void A_key_id_is_the_sha_256_of_the_spki_encoding()
    {
        var key = VerifyingKey.FromRawEd25519(Convert.FromHexString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(key.ToSpki())), key.KeyId);
        Assert.Equal("302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", Convert.ToHexStringLower(key.ToSpki()));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused_with_a_way_out()
    {
        OpenSsl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", In("sec1.pem"));
        OpenSsl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", In("rsa.pem"));
        File.WriteAllText(In("text.pem"), "hello");

        var sec1 = Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("sec1.pem")));
        var rsa = Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("rsa.pem")));
        var text = Assert.Throws<SigningFormatException>(() => SigningKey.Load(In("text.pem")));

        Assert.StartsWith(In("sec1.pem") + ": the PEM block is `EC PRIVATE KEY`", sec1.Message, StringComparison.Ordinal);
        Assert.Contains("openssl pkcs8 -topk8", sec1.Message, StringComparison.Ordinal);
        Assert.Equal("key_algorithm", rsa.Code);
        Assert.Equal("key_pem", text.Code);
    }

    [Fact]
    public void Damaged_key_bytes_are_refused_and_never_crash()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var der = Convert.FromBase64String(string.Concat(key.ToPem().Split('\n').Where(static l => !l.StartsWith('-'))));
        for (var cut = 0; cut < der.Length; cut++)
        {
            var pem = $"-----BEGIN PRIVATE KEY-----\n{Convert.ToBase64String(der.AsSpan(0, cut))}\n-----END PRIVATE KEY-----\n";
            Assert.Throws<SigningFormatException>(() => SigningKey.FromPem(pem));
        }
    }

    private static string OpenSsl(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error + output);
        return output;
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("openssl", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", "the openssl command is not installed");
            throw;
        }
    }

    private string In(string name) => Path.Combine(_directory, name);
}
