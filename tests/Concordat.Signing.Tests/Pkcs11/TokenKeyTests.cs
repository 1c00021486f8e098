using Concordat.Signing.Tests.Kit;

namespace Concordat.Signing.Tests.Pkcs11;

/// <summary>Keys on a real token of SoftHSM: what they sign, and that nothing that goes wrong with a token passes for a signature.</summary>
[Collection(nameof(SoftHsm))]
public sealed class TokenKeyTests
{
    private static readonly byte[] Data = "what is signed"u8.ToArray();

    [Theory]
    [InlineData(SignatureAlgorithm.Ed25519)]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    [InlineData(SignatureAlgorithm.EcdsaP384)]
    public void A_key_on_a_token_signs_as_the_same_key_in_a_file(SignatureAlgorithm algorithm)
    {
        using var file = SigningKey.Generate(algorithm);
        using var token = SigningKey.Load(SoftHsm.Create().Import(file), SoftHsm.Pin);

        Assert.Equal((algorithm, file.PublicKey), (token.Algorithm, token.PublicKey));
        for (var i = 0; i < 50; i++)
        {
            byte[] data = [.. Data, (byte)i];
            Assert.True(file.PublicKey.Verify(data, token.Sign(data)));
        }

        Assert.True(file.PublicKey.Verify([], token.Sign([])));
        Assert.Throws<InvalidOperationException>(() => token.ToPem());
        var envelope = DsseEnvelope.Create("text/plain", Data).Sign(token);
        Assert.True(DsseEnvelope.Parse(envelope.ToJson()).IsSignedBy(file.PublicKey));
    }

    [Fact]
    public void A_wrong_pin_is_refused_without_being_repeated()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var uri = SoftHsm.Create().Import(file);

        var wrong = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(uri, "99999999"));
        var missing = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(uri));

        Assert.Equal(("key_pin", "key_pin"), (wrong.Code, missing.Code));
        Assert.Contains("the token refuses the PIN, which is not tried again", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("99999999", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("needs its PIN, and none was given", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_token_a_missing_key_and_a_missing_module_are_told_apart()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var hsm = SoftHsm.Create();
        var uri = hsm.Import(file);

        var token = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(uri.Replace("token=token", "token=other", StringComparison.Ordinal), SoftHsm.Pin));
        var key = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(hsm.Uri("another"), SoftHsm.Pin));
        var module = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(uri.Replace(".so", ".gone.so", StringComparison.Ordinal), SoftHsm.Pin));
        var noModule = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load("pkcs11:token=a;object=b?module-path=/etc/passwd", SoftHsm.Pin));

        Assert.Equal(("key_token", "key_object", "key_module", "key_module"), (token.Code, key.Code, module.Code, noModule.Code));
        Assert.Contains("the module shows no such token", token.Message, StringComparison.Ordinal);
        Assert.Contains("holds no private key of this name", key.Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", module.Message, StringComparison.Ordinal);
        Assert.Contains("is not a PKCS #11 module", noModule.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_no_module_is_refused()
    {
        Assert.SkipUnless(File.Exists("/usr/lib/x86_64-linux-gnu/libcrypto.so.3"), "libcrypto is elsewhere");

        var error = Assert.Throws<KeyUnavailableException>(() => SigningKey.Load("pkcs11:token=a;object=b?module-path=/usr/lib/x86_64-linux-gnu/libcrypto.so.3"));

        Assert.Contains("is not a PKCS #11 module", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_of_one_name_are_not_chosen_between_until_the_id_says_which()
    {
        using var first = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var second = SigningKey.Generate(SignatureAlgorithm.EcdsaP384);
        var hsm = SoftHsm.Create();
        var uri = hsm.Import(first, "log", "01");
        hsm.Import(second, "log", "02");

        Assert.Contains("more than one private key", Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(uri, SoftHsm.Pin)).Message, StringComparison.Ordinal);
        using var named = SigningKey.Load(uri.Replace("object=log", "object=log;id=%02", StringComparison.Ordinal), SoftHsm.Pin);
        Assert.Equal(second.PublicKey, named.PublicKey);
    }

    [Fact]
    public void Two_tokens_of_one_name_are_not_chosen_between()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var uri = SoftHsm.Create("twins").Import(file);
        SoftHsm.Create("twins");

        Assert.Contains("2 tokens have this name", Assert.Throws<KeyUnavailableException>(() => SigningKey.Load(uri, SoftHsm.Pin)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_pulled_out_does_not_sign_and_signs_again_when_it_is_back()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var hsm = SoftHsm.Create();
        using var token = SigningKey.Load(hsm.Import(file), SoftHsm.Pin);
        Assert.True(file.PublicKey.Verify(Data, token.Sign(Data)));

        hsm.Remove();
        for (var i = 0; i < 5; i++)
        {
            Assert.Contains(hsm.Label, Assert.Throws<KeyUnavailableException>(() => token.Sign(Data)).Message, StringComparison.Ordinal);
        }

        hsm.Return();
        Assert.True(file.PublicKey.Verify(Data, token.Sign(Data)));
    }

    [Fact]
    public void A_token_that_comes_back_with_another_key_of_the_same_name_does_not_sign_for_the_first()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var hsm = SoftHsm.Create("swapped");
        using var token = SigningKey.Load(hsm.Import(file), SoftHsm.Pin);
        hsm.Remove();
        SoftHsm.Create("swapped").Import(other);

        Assert.Contains("was the key on it replaced?", Assert.Throws<KeyUnavailableException>(() => token.Sign(Data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_lost_by_a_restart_of_the_module_is_opened_again()
    {
        using var first = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        using var second = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        var hsm = SoftHsm.Create();
        using var one = SigningKey.Load(hsm.Import(first, "one", "01"), SoftHsm.Pin);
        using var two = SigningKey.Load(hsm.Import(second, "two", "02"), SoftHsm.Pin);

        Assert.Throws<KeyUnavailableException>(() => SigningKey.Load("pkcs11:token=none;object=b?module-path=" + SoftHsm.Module)); // looks again, with the module started anew

        Assert.True(first.PublicKey.Verify(Data, one.Sign(Data)));
        Assert.True(second.PublicKey.Verify(Data, two.Sign(Data)));
    }

    [Fact]
    public void Many_threads_share_one_session()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
        using var token = SigningKey.Load(SoftHsm.Create().Import(file), SoftHsm.Pin);

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var data = BitConverter.GetBytes(i);
            Assert.True(file.PublicKey.Verify(data, token.Sign(data)));
        });
    }

    [Fact]
    public void A_disposed_key_signs_nothing()
    {
        using var file = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        var token = SigningKey.Load(SoftHsm.Create().Import(file), SoftHsm.Pin);
        token.Dispose();

        Assert.Throws<ObjectDisposedException>(() => token.Sign(Data));
    }
}
