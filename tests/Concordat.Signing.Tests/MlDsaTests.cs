using System.Diagnostics;
using System.Security.Cryptography;

namespace Concordat.Signing.Tests;

/// <summary>ML-DSA, where OpenSSL has it; elsewhere it is refused by name.</summary>
public sealed class MlDsaTests
{
    public static TheoryData<SignatureAlgorithm> Algorithms => [SignatureAlgorithm.MlDsa44, SignatureAlgorithm.MlDsa65, SignatureAlgorithm.MlDsa87];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Where_openssl_is_older_it_is_refused_by_name(SignatureAlgorithm algorithm)
    {
        Assert.SkipWhen(MLDsa.IsSupported, "this OpenSSL has ML-DSA");

        Assert.False(SigningKey.IsSupported(algorithm));
        var error = Assert.Throws<SigningFormatException>(() => SigningKey.Generate(algorithm));
        Assert.Equal(("key_algorithm", $"{algorithm} needs OpenSSL 3.5 or newer, which this machine does not have"), (error.Code, error.Message));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void A_key_signs_is_kept_in_a_file_and_verifies(SignatureAlgorithm algorithm)
    {
        Assert.SkipUnless(MLDsa.IsSupported, "ML-DSA needs OpenSSL 3.5 or newer");
        using var key = SigningKey.Generate(algorithm);
        using var loaded = SigningKey.FromPem(key.ToPem());
        using var encrypted = SigningKey.FromPem(key.ToPem("a long enough passphrase"), "a long enough passphrase");
        var known = VerifyingKey.FromPem(key.PublicKey.ToPem());

        Assert.Equal((algorithm, key.PublicKey, key.PublicKey), (known.Algorithm, loaded.PublicKey, encrypted.PublicKey));
        Assert.True(known.Verify("data"u8, loaded.Sign("data"u8)));
        Assert.False(known.Verify("other"u8, loaded.Sign("data"u8)));
        Assert.False(known.Verify("data"u8, loaded.Sign("data"u8).AsSpan(1)));
        Assert.False(known.Verify("data"u8, []));
    }

    [Fact]
    public void A_key_that_openssl_made_is_read_with_its_seed()
    {
        Assert.SkipUnless(MLDsa.IsSupported, "ML-DSA needs OpenSSL 3.5 or newer");
        var file = Path.Combine(Directory.CreateTempSubdirectory("concordat-signing-").FullName, "key.pem");
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["genpkey", "-algorithm", "ML-DSA-65", "-out", file]) { UseShellExecute = false })!;
        openssl.WaitForExit();
        using var pkey = Process.Start(new ProcessStartInfo("openssl", ["pkey", "-in", file, "-pubout"]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        using var key = SigningKey.Load(file);

        Assert.Equal(pkey.StandardOutput.ReadToEnd(), key.PublicKey.ToPem());
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public void An_envelope_carries_signatures_of_three_algorithms_each_asked_for_by_itself()
    {
        Assert.SkipUnless(MLDsa.IsSupported, "ML-DSA needs OpenSSL 3.5 or newer");
        using var ed25519 = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var p384 = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        using var mlDsa = SigningKey.Generate(SignatureAlgorithm.MlDsa65);

        var envelope = DsseEnvelope.Parse(DsseEnvelope.Create("text/plain", "x"u8.ToArray()).Sign(ed25519).Sign(p384).Sign(mlDsa).ToJson());
        var without = envelope with { Signatures = [.. envelope.Signatures.Take(2)] };

        Assert.True(envelope.IsSignedBy(ed25519.PublicKey) && envelope.IsSignedBy(p384.PublicKey) && envelope.IsSignedBy(mlDsa.PublicKey));
        Assert.True(without.IsSignedBy(ed25519.PublicKey) && without.IsSignedBy(p384.PublicKey) && !without.IsSignedBy(mlDsa.PublicKey));
    }

    [Fact]
    public void A_signature_of_an_algorithm_that_nobody_here_knows_is_no_obstacle_to_the_others()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        var envelope = DsseEnvelope.Create("text/plain", "x"u8.ToArray()).Sign(key);
        var extended = envelope with { Signatures = [new DsseSignature("falcon-512", new byte[666]), .. envelope.Signatures, new DsseSignature(null, new byte[4627])] };

        Assert.True(DsseEnvelope.Parse(extended.ToJson()).IsSignedBy(key.PublicKey));
    }
}
