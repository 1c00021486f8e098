using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Xml;
using Concordat.Safeguards;
using Concordat.Signing;

namespace Concordat.Gateway.Labels;

/// <summary>Checks the signature of ADatP-4778 bindings (XML Signature, W3C 2013) by the keys that the configuration names.</summary>
/// <remarks>
/// Strict, so that nothing can be wrapped: a binding holds one container, which holds one binding of metadata and one signature, and nothing else. The signature covers two
/// things, the binding of metadata and the body, and labels are read from the bytes that were hashed. Keys are never taken from the signature. Thread-safe.
/// </remarks>
internal sealed class BindingSignatures(ImmutableArray<VerifyingKey> keys) : IBindingVerifier
{
    public const string SignatureSpace = "http://www.w3.org/2000/09/xmldsig#";
    public const string ExclusiveForm = "http://www.w3.org/2001/10/xml-exc-c14n#";

    private const string BindingSpace = "urn:nato:stanag:4778:bindinginformation:1:0";
    private const string XmlSpace = "http://www.w3.org/XML/1998/namespace";
    private const string Shape = "its binding is not of the form that can be checked: one container with one binding of metadata and one signature, and nothing else";

    /// <summary>Who checks the bindings of a network; null where it names no keys, so that they are read unsigned.</summary>
    /// <exception cref="SigningFormatException">A file holds no public key.</exception>
    public static BindingSignatures? Of(IReadOnlyList<string> files) =>
        files.Count == 0 ? null : new BindingSignatures([.. files.Select(VerifyingKey.Load)]);

    public string? Verify(ReadOnlyMemory<byte> binding, ReadOnlySpan<byte> data, out ReadOnlyMemory<byte> covered)
    {
        covered = default;
        if (BindingXml.Read(binding)?.DocumentElement is not { } root)
        {
            return "its binding-data-object is no XML that can be checked: at most 32 KiB, without document type, comments and instructions";
        }

        if (!BindingXml.Is(root, "BindingInformation", BindingSpace)
            || BindingXml.Children(root) is not [var container] || !BindingXml.Is(container, "MetadataBindingContainer", BindingSpace))
        {
            return Shape;
        }

        var parts = BindingXml.Children(container);
        if (parts is [var alone] && BindingXml.Is(alone, "MetadataBinding", BindingSpace))
        {
            return "its binding is not signed, and labels of this network have to be; have it signed by one of the keys in `network.bindingKeys`";
        }

        return parts is [var label, var signature] && BindingXml.Is(label, "MetadataBinding", BindingSpace) && BindingXml.Is(signature, "Signature", SignatureSpace)
            ? Verify(label, signature, data, out covered)
            : Shape;
    }

    /// <summary>The bytes that an element holds in base64; null where it holds something else.</summary>
    public static byte[]? Bytes(XmlElement element)
    {
        var text = element.InnerText;
        var bytes = new byte[text.Length];
        return element.ChildNodes.Count == 1 && Convert.TryFromBase64String(text, bytes, out var length) && length > 0 ? bytes[..length] : null;
    }

    private string? Verify(XmlElement label, XmlElement signature, ReadOnlySpan<byte> data, out ReadOnlyMemory<byte> covered)
    {
        covered = default;

        // 1 the form; KeyInfo may stand at the end and is not looked at
        if (BindingXml.Children(signature) is not { Length: 2 or 3 } parts || !BindingXml.Is(parts[0], "SignedInfo", SignatureSpace)
            || !BindingXml.Is(parts[1], "SignatureValue", SignatureSpace) || (parts.Length == 3 && !BindingXml.Is(parts[2], "KeyInfo", SignatureSpace))
            || Bytes(parts[1]) is not { } value)
        {
            return Shape;
        }

        if (BindingXml.Children(parts[0]) is not [var form, var method, var first, var second]
            || !IsAlgorithm(form, "CanonicalizationMethod", ExclusiveForm) || MethodOf(method) is not { } algorithm
            || BindingReference.Read(first) is not { } one || BindingReference.Read(second) is not { } other)
        {
            return "its signature is not of a kind that is checked: ECDSA with SHA-256 or SHA-384, or Ed25519, over exclusive canonical form, with two references";
        }

        // 2 what is covered: the binding of metadata, by its id, and the body, by the name that the binding itself gives it
        var (ofLabel, ofData) = one.Uri.StartsWith('#') ? (one, other) : (other, one);
        var id = label.GetAttribute("id", XmlSpace);
        var dataUris = label.GetElementsByTagName("DataReference", BindingSpace).Cast<XmlElement>().Select(static each => each.GetAttribute("URI")).ToArray();
        if (id.Length == 0 || !ofLabel.IsCanonical || ofLabel.Uri != "#" + id
            || ofData.IsCanonical || dataUris is not [{ Length: > 0 } name] || name.StartsWith('#') || ofData.Uri != name)
        {
            return "its signature has to cover the binding of metadata by its `xml:id`, and the body by the URI of its one DataReference";
        }

        // 3 the signature, and then what it covers
        var info = BindingXml.Canonical(parts[0]);
        if (!keys.Any(key => IsFor(key, algorithm) && IsBy(key, info, value, algorithm)))
        {
            return "its binding is not signed by a key in `network.bindingKeys`";
        }

        var canonical = BindingXml.Canonical(label);
        if (!ofLabel.Covers(canonical))
        {
            return "its label was changed after it was signed";
        }

        if (!ofData.Covers(data))
        {
            return "its label was signed for another body; sign the bytes that are sent";
        }

        covered = canonical;
        return null;
    }

    private static bool IsBy(VerifyingKey key, byte[] info, byte[] value, (bool IsEcdsa, HashAlgorithmName Hash) algorithm)
    {
        try
        {
            return key.Verify(info, value, algorithm.Hash);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsFor(VerifyingKey key, (bool IsEcdsa, HashAlgorithmName Hash) algorithm) =>
        algorithm.IsEcdsa ? key.Algorithm is SignatureAlgorithm.EcdsaP256 or SignatureAlgorithm.EcdsaP384 : key.Algorithm is SignatureAlgorithm.Ed25519;

    private static (bool IsEcdsa, HashAlgorithmName Hash)? MethodOf(XmlElement method) =>
        !BindingXml.Is(method, "SignatureMethod", SignatureSpace) || method.ChildNodes.Count > 0 ? null : method.GetAttribute("Algorithm") switch
        {
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => (true, HashAlgorithmName.SHA256),
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => (true, HashAlgorithmName.SHA384),
            "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519" => (false, HashAlgorithmName.SHA512),
            _ => null,
        };

    private static bool IsAlgorithm(XmlElement element, string name, string algorithm) =>
        BindingXml.Is(element, name, SignatureSpace) && element.GetAttribute("Algorithm") == algorithm && element.ChildNodes.Count == 0;
}
