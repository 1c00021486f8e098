using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Concordat.Gateway.Labels;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Labels;

/// <summary>Makes ADatP-4778 bindings, signed as they should be, or otherwise.</summary>
internal sealed class SignedBinding
{
    public const string Secret = "SECRET";

    private const string Info = "<ds:SignedInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">";

    public string Id { get; init; } = "label-1";

    public string Level { get; init; } = "NATO CONFIDENTIAL";

    public string DataUri { get; init; } = "cid:body";

    public string Form { get; init; } = "http://www.w3.org/2001/10/xml-exc-c14n#";

    public string? Method { get; init; }

    public string Digest { get; init; } = "http://www.w3.org/2001/04/xmlenc#sha256";

    /// <summary>Stands in the transforms of the reference to the label, after the canonical form.</summary>
    public string MoreTransforms { get; init; } = "";

    /// <summary>Stands after the two references.</summary>
    public string MoreReferences { get; init; } = "";

    public string Label => $"""
        <mb:MetadataBinding xml:id="{Id}"><mb:Metadata><slab:originatorConfidentialityLabel xmlns:slab="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"><slab:ConfidentialityInformation><slab:PolicyIdentifier>NATO</slab:PolicyIdentifier><slab:Classification>{Level}</slab:Classification></slab:ConfidentialityInformation></slab:originatorConfidentialityLabel></mb:Metadata><mb:DataReference URI="{DataUri}"/></mb:MetadataBinding>
        """;

    /// <summary>The signature over the label and a body.</summary>
    public string Signature(byte[] body, SigningKey key)
    {
        var method = Method ?? key.PublicKey.Algorithm switch
        {
            SignatureAlgorithm.EcdsaP256 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            SignatureAlgorithm.EcdsaP384 => "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384",
            _ => "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519",
        };
        var covered = BindingXml.Canonical((XmlElement)Read(Document(Label)).GetElementsByTagName("mb:MetadataBinding")[0]!);
        var info = Info + $"""<ds:CanonicalizationMethod Algorithm="{Form}"/><ds:SignatureMethod Algorithm="{method}"/>"""
            + $"""<ds:Reference URI="#{Id}"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>{MoreTransforms}</ds:Transforms><ds:DigestMethod Algorithm="{Digest}"/><ds:DigestValue>{Hash(covered)}</ds:DigestValue></ds:Reference>"""
            + $"""<ds:Reference URI="{DataUri}"><ds:DigestMethod Algorithm="{Digest}"/><ds:DigestValue>{Hash(body)}</ds:DigestValue></ds:Reference>{MoreReferences}</ds:SignedInfo>""";
        var value = Convert.ToBase64String(key.Sign(BindingXml.Canonical(Read(info).DocumentElement!)));
        return $"<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{info}<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>";
    }

    /// <summary>A binding with these parts in its container.</summary>
    public static string Document(params string[] parts) =>
        "<mb:BindingInformation xmlns:mb=\"urn:nato:stanag:4778:bindinginformation:1:0\"><mb:MetadataBindingContainer>" + string.Concat(parts) + "</mb:MetadataBindingContainer></mb:BindingInformation>";

    public string Signed(byte[] body, SigningKey key) => Document(Label, Signature(body, key));

    public static string Header(string xml) =>
        $"binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"; binding-data-object=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(xml))}\"";

    public static XmlDocument Read(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        return document;
    }

    private static string Hash(byte[] bytes) => Convert.ToBase64String(SHA256.HashData(bytes));
}
