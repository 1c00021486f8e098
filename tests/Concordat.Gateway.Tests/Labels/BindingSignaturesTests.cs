using System.Net;
using System.Text;
using Concordat.Gateway.Labels;
using Concordat.Gateway.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Labels;

/// <summary>A label that is bound to a request counts, where the network names keys for it, only as one of them signed it, for this very body.</summary>
public sealed class BindingSignaturesTests : IDisposable
{
    private static readonly byte[] Body = """{"messages":[{"role":"user","content":"Rotor bearing B-7 was replaced."}]}"""u8.ToArray();

    private readonly SigningKey _labeller = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);
    private readonly SigningKey _stranger = SigningKey.Generate(SignatureAlgorithm.EcdsaP256);

    [Theory]
    [InlineData(SignatureAlgorithm.EcdsaP256)]
    [InlineData(SignatureAlgorithm.EcdsaP384)]
    [InlineData(SignatureAlgorithm.Ed25519)]
    public void A_label_that_a_configured_key_signed_for_this_body_holds(SignatureAlgorithm algorithm)
    {
        using var key = SigningKey.Generate(algorithm);
        Assert.Null(Check(new SignedBinding().Signed(Body, key), out var covered, key));
        Assert.Contains("<slab:Classification>NATO CONFIDENTIAL</slab:Classification>", covered, StringComparison.Ordinal);
        Assert.DoesNotContain("Signature", covered, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_program_signed_holds_and_its_body_alone()
    {
        var vectors = Path.Combine(AppContext.BaseDirectory, "Labels", "vectors");
        var xml = File.ReadAllBytes(Path.Combine(vectors, "xmlsec1.xml"));
        var body = File.ReadAllBytes(Path.Combine(vectors, "xmlsec1.body.json"));
        var signatures = BindingSignatures.Of([Path.Combine(vectors, "xmlsec1.pub.pem")])!;

        Assert.Null(signatures.Verify(xml, body, out var covered));
        Assert.Contains("SECRET", Encoding.UTF8.GetString(covered.Span), StringComparison.Ordinal);
        Assert.Contains("another body", signatures.Verify(xml, [.. body, (byte)'\n'], out covered)!, StringComparison.Ordinal);
        Assert.True(covered.IsEmpty);
    }

    [Fact]
    public void A_label_that_is_not_signed_or_by_somebody_else_is_not_relied_on()
    {
        var binding = new SignedBinding();
        Refuses("is not signed, and labels of this network have to be", SignedBinding.Document(binding.Label));
        Refuses("not signed by a key in `network.bindingKeys`", binding.Signed(Body, _stranger));
        Refuses("signed for another body", binding.Signed([.. Body, (byte)' '], _labeller));
        Refuses("changed after it was signed", binding.Signed(Body, _labeller).Replace("NATO CONFIDENTIAL", "NATO UNCLASSIFIED", StringComparison.Ordinal));
        Refuses("changed after it was signed", binding.Signed(Body, _labeller).Replace("<mb:Metadata>", "<mb:Metadata> ", StringComparison.Ordinal));
        Refuses("not signed by a key", binding.Signed(Body, _labeller).Replace("<ds:SignedInfo ", "<ds:SignedInfo Id=\"x\" ", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_wrapped_beside_around_or_inside_of_what_was_signed()
    {
        var good = new SignedBinding { Level = "NATO UNCLASSIFIED" };
        var evil = new SignedBinding { Id = "evil", Level = "NATO SECRET" };
        var (label, signature) = (good.Label, good.Signature(Body, _labeller));
        var twin = evil.Label.Replace("evil", good.Id, StringComparison.Ordinal);

        // another label beside the signed one, with another id or the same, before, after, around and inside
        Refuses("not of the form", SignedBinding.Document(evil.Label, label, signature));
        Refuses("not of the form", SignedBinding.Document(label, evil.Label, signature));
        Refuses("not of the form", SignedBinding.Document(label, signature, evil.Label));
        Refuses("not of the form", SignedBinding.Document(label, signature, signature));
        Refuses("has to cover", SignedBinding.Document(evil.Label, signature));
        Refuses("changed after", SignedBinding.Document(twin, signature));
        Refuses("changed after", SignedBinding.Document(twin.Replace("<mb:Metadata>", $"<mb:Metadata><x>{label}</x>", StringComparison.Ordinal).Replace("<mb:DataReference URI=\"cid:body\"/></mb:MetadataBinding></x>", "</mb:MetadataBinding></x>", StringComparison.Ordinal), signature));

        // the signed label moved into the signature, another one in its place
        Refuses("not of the form", SignedBinding.Document(twin, signature.Replace("</ds:Signature>", $"<ds:Object>{label}</ds:Object></ds:Signature>", StringComparison.Ordinal)));
        Refuses("changed after", SignedBinding.Document(twin, signature.Replace("</ds:Signature>", $"<ds:KeyInfo>{label}</ds:KeyInfo></ds:Signature>", StringComparison.Ordinal)));

        // two containers, or another root
        var container = $"<mb:MetadataBindingContainer>{evil.Label}</mb:MetadataBindingContainer>";
        var whole = SignedBinding.Document(label, signature);
        Refuses("not of the form", whole.Replace("</mb:BindingInformation>", container + "</mb:BindingInformation>", StringComparison.Ordinal));
        Refuses("not of the form", $"<w>{whole}</w>");
        Refuses("not of the form", whole.Replace("urn:nato:stanag:4778:bindinginformation:1:0", "urn:else", StringComparison.Ordinal));
    }

    [Fact]
    public void Labels_are_read_from_what_was_signed_alone()
    {
        var good = new SignedBinding { Level = "NATO CONFIDENTIAL" };
        var hidden = good.Signature(Body, _labeller).Replace("</ds:Signature>", "<ds:KeyInfo>" + new SignedBinding { Level = "COSMIC TOP SECRET" }.Label + "</ds:KeyInfo></ds:Signature>", StringComparison.Ordinal);

        Assert.Null(Check(SignedBinding.Document(good.Label, hidden), out var covered));
        Assert.DoesNotContain("COSMIC", covered, StringComparison.Ordinal);
    }

    [Fact]
    public void What_weakens_a_signature_is_refused()
    {
        var weak = new SignedBinding[]
        {
            new() { Form = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" },
            new() { Form = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments" },
            new() { Method = "http://www.w3.org/2000/09/xmldsig#hmac-sha1" },
            new() { Method = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256" },
            new() { Method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1" },
            new() { Method = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519x" },
            new() { Digest = "http://www.w3.org/2000/09/xmldsig#sha1" },
            new() { MoreTransforms = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>" },
            new() { MoreTransforms = "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"><ds:XPath>true()</ds:XPath></ds:Transform>" },
            new() { MoreReferences = "<ds:Reference URI=\"http://example.com/\"><ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"/><ds:DigestValue>AAAA</ds:DigestValue></ds:Reference>" },
        };
        Assert.All(weak, each => Refuses("not of a kind that is checked", each.Signed(Body, _labeller)));
        Assert.All(new SignedBinding[] { new() { DataUri = "" }, new() { DataUri = "#label-1" }, new() { Id = "" } }, each => Refuses("has to cover", each.Signed(Body, _labeller)));

        // a method of another key does not make the key another
        using var other = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        Refuses("not signed by a key", new SignedBinding { Method = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" }.Signed(Body, other));
    }

    [Theory]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;&b;&b;\">]>")]
    [InlineData("<?xml-stylesheet href=\"http://example.com/\"?>")]
    [InlineData("<!-- a remark -->")]
    public void What_comes_from_elsewhere_or_can_be_read_in_two_ways_is_not_read(string before) =>
        Refuses("no XML that can be checked", before + new SignedBinding().Signed(Body, _labeller));

    [Fact]
    public void Bounds_hold()
    {
        var binding = new SignedBinding();
        Refuses("no XML that can be checked", binding.Signed(Body, _labeller) + new string(' ', 40_000));
        Refuses("no XML that can be checked", string.Concat(Enumerable.Repeat("<a>", 40)) + string.Concat(Enumerable.Repeat("</a>", 40)));
        Refuses("no XML that can be checked", "<a");
        Refuses("no XML that can be checked", "");
        Refuses("changed after", binding.Signed(Body, _labeller).Replace("<mb:Metadata>", "<mb:Metadata>" + new string(' ', 20_000), StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_gateway_refuses_what_is_not_signed_and_reads_what_is()
    {
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var path = Path.Combine(config.Data, "labeller.pub.pem");
            File.WriteAllText(path, _labeller.PublicKey.ToPem());
            return config with { Network = config.Network with { BindingKeys = [path] } };
        });
        var body = DialectCase.Of("chat").Request("Rotor bearing B-7 was replaced.", stream: false, "sandbox");
        var sent = Encoding.UTF8.GetBytes(body);
        var binding = new SignedBinding { Level = "NATO SECRET" };

        using (var unsigned = await host.PostAsync("/v1/chat/completions", body, [("Binding-Data", SignedBinding.Header(SignedBinding.Document(binding.Label)))]))
        {
            Assert.Equal(HttpStatusCode.BadRequest, unsigned.StatusCode);
            Assert.Contains("is not signed", await unsigned.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal("invalid_header", (await host.EntriesAsync()).Last()["error"]!.GetValue<string>());
        }

        using (var other = await host.PostAsync("/v1/chat/completions", body, [("Binding-Data", SignedBinding.Header(binding.Signed([.. sent, (byte)' '], _labeller)))]))
        {
            Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        }

        using var signed = await host.PostAsync("/v1/chat/completions", body, [("Binding-Data", SignedBinding.Header(binding.Signed(sent, _labeller)))]);
        var label = (await host.EntriesAsync()).Last(entry => entry["type"]!.GetValue<string>() == "decision")["facts"]!["label"]!;
        Assert.True(label["aboveNetwork"]!.GetValue<bool>());
    }

    public void Dispose()
    {
        _labeller.Dispose();
        _stranger.Dispose();
    }

    private void Refuses(string reason, string xml)
    {
        var fault = Check(xml, out var covered);
        Assert.True(fault?.Contains(reason, StringComparison.Ordinal), $"{reason}: {fault}");
        Assert.Empty(covered);
    }

    private string? Check(string xml, out string covered, SigningKey? key = null)
    {
        var fault = new BindingSignatures([(key ?? _labeller).PublicKey]).Verify(Encoding.UTF8.GetBytes(xml), Body, out var bytes);
        covered = Encoding.UTF8.GetString(bytes.Span);
        return fault;
    }
}
