using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Signing.Tests;

/// <summary>Signatures against published vectors: RFC 8032 section 7.1, C2SP signed-note, DSSE protocol.md.</summary>
public sealed class SignatureVectorTests
{
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    [InlineData(
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704")]
    public void Ed25519_equals_the_vectors_of_rfc_8032(string seed, string publicKey, string message, string signature)
    {
        using var key = SigningKey.FromEd25519Seed(Convert.FromHexString(seed));
        var data = Convert.FromHexString(message);

        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey.RawEd25519.Span));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(data)));
        Assert.True(VerifyingKey.FromRawEd25519(Convert.FromHexString(publicKey)).Verify(data, Convert.FromHexString(signature)));
    }

    [Fact]
    public void Ed25519_verifies_the_signed_note_example_of_c2sp()
    {
        var key = Convert.FromBase64String("AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
        var signature = Convert.FromBase64String(
            "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=");

        Assert.True(VerifyingKey.FromRawEd25519(key.AsSpan(1)).Verify("This is an example message.\n"u8, signature.AsSpan(4)));
    }

    [Fact]
    public void An_envelope_verifies_the_published_dsse_vector()
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint
            {
                X = Coordinate("46950820868899156662930047687818585632848591499744589407958293238635476079160"),
                Y = Coordinate("5640078356564379163099075877009565129882514886557779369047442380624545832820"),
            },
        });
        var key = VerifyingKey.FromSpki(ecdsa.ExportSubjectPublicKeyInfo());
        var envelope = DsseEnvelope.Parse("""
            {"payload":"aGVsbG8gd29ybGQ=","payloadType":"http://example.com/HelloWorld","signatures":
            [{"sig":"A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]}
            """u8);

        Assert.True(envelope.IsSignedBy(key));
        Assert.Equal("hello world"u8, envelope.Payload);
        Assert.Equal(
            "DSSEv1 29 http://example.com/HelloWorld 11 hello world",
            Encoding.UTF8.GetString(DsseEnvelope.PreAuthenticationEncoding(envelope.PayloadType, envelope.Payload)));
    }

    [Theory]
    [InlineData(SignatureAlgorithm.Ed25519)]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    [InlineData(SignatureAlgorithm.EcdsaP384)]
    public void A_signature_holds_for_its_key_and_its_data_only(SignatureAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        using var other = SigningKey.Generate(algorithm);
        var signature = key.Sign("data"u8);

        Assert.True(key.PublicKey.Verify("data"u8, signature));
        Assert.False(key.PublicKey.Verify("Data"u8, signature));
        Assert.False(other.PublicKey.Verify("data"u8, signature));
        Assert.False(key.PublicKey.Verify("data"u8, []));
        for (var i = 0; i < signature.Length; i++)
        {
            var broken = (byte[])signature.Clone();
            broken[i] ^= 1;
            Assert.False(key.PublicKey.Verify("data"u8, broken));
        }
    }

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    [InlineData(SignatureAlgorithm.EcdsaP384)]
    public void Ecdsa_is_accepted_in_both_signature_encodings(SignatureAlgorithm algorithm)
    {
        using var ecdsa = ECDsa.Create(KeyAlgorithms.CurveOf(algorithm));
        var key = VerifyingKey.FromSpki(ecdsa.ExportSubjectPublicKeyInfo());
        var hash = KeyAlgorithms.HashOf(algorithm);

        Assert.True(key.Verify("data"u8, ecdsa.SignData("data"u8.ToArray(), hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)));
        Assert.True(key.Verify("data"u8, ecdsa.SignData("data"u8.ToArray(), hash, DSASignatureFormat.Rfc3279DerSequence)));
    }

    [Fact]
    public void Keys_are_safe_to_use_from_many_threads()
    {
        using var ed25519 = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var ecdsa = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

        var valid = new bool[200];
        Parallel.For(0, valid.Length, i =>
        {
            var data = BitConverter.GetBytes(i);
            valid[i] = ed25519.PublicKey.Verify(data, ed25519.Sign(data)) && ecdsa.PublicKey.Verify(data, ecdsa.Sign(data));
        });

        Assert.DoesNotContain(false, valid);
    }

    private static byte[] Coordinate(string number)
    {
        var bytes = BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }
}
