using Concordat.Signing.Pkcs11;

namespace Concordat.Signing.Tests.Pkcs11;

public sealed class Pkcs11UriTests
{
    [Fact]
    public void The_parts_are_read_and_decoded()
    {
        var uri = Pkcs11Uri.Parse("pkcs11:token=The%20token;serial=0a1b;object=l%C3%B6g;id=%01%AB;type=private?module-path=/usr/lib/x.so");

        Assert.Equal(new Pkcs11Uri("/usr/lib/x.so", "The token", "0a1b", "lög", "01ab"), uri);
        Assert.Equal("key `lög, id 01ab` on token `The token, serial 0a1b`", uri.ToString());
    }

    [Theory]
    [InlineData("pkcs11:token=a;object=b", "`module-path` must be the absolute path")]
    [InlineData("pkcs11:token=a;object=b?module-path=x.so", "`module-path` must be the absolute path")]
    [InlineData("pkcs11:object=b?module-path=/x.so", "it must name the token")]
    [InlineData("pkcs11:token=a?module-path=/x.so", "it must name the key")]
    [InlineData("pkcs11:token=a;object=b;type=public?module-path=/x.so", "`type` should be `private`")]
    [InlineData("pkcs11:token=a;token=c;object=b?module-path=/x.so", "`token` should stand there once")]
    [InlineData("pkcs11:token=;object=b?module-path=/x.so", "`token` should stand there once and not be empty")]
    [InlineData("pkcs11:token=a;object=b%2?module-path=/x.so", "two hexadecimal digits")]
    [InlineData("pkcs11:token=a;object=b%zz?module-path=/x.so", "two hexadecimal digits")]
    [InlineData("pkcs11:token=a;objekt=b?module-path=/x.so", "`objekt` is not known")]
    [InlineData("pkcs11:token=a;object=b?module-path=/x.so&pin-source=/pin", "`pin-source` is not read")]
    [InlineData("keys/log.pem", "it should have the form")]
    public void What_leaves_open_which_key_is_meant_is_refused(string uri, string why)
    {
        var error = Assert.Throws<SigningFormatException>(() => Pkcs11Uri.Parse(uri));

        Assert.Equal("key_uri", error.Code);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_in_the_uri_is_refused_and_not_repeated()
    {
        var error = Assert.Throws<SigningFormatException>(() => Pkcs11Uri.Parse("pkcs11:token=a;object=b?module-path=/x.so&pin-value=87654321"));

        Assert.Contains("treat what stood here as disclosed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("87654321", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pkcs11:token=a", true)]
    [InlineData("PKCS11:", true)]
    [InlineData("keys/pkcs11.pem", false)]
    [InlineData("./pkcs11:file", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_uri_is_told_from_a_file(string? reference, bool isOne) => Assert.Equal(isOne, Pkcs11Uri.IsOne(reference));
}
