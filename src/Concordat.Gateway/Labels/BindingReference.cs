using System.Security.Cryptography;
using System.Xml;

namespace Concordat.Gateway.Labels;

/// <summary>What a signature says of one thing that it covers.</summary>
/// <param name="Uri">Which thing.</param>
/// <param name="IsCanonical">Whether it is hashed in exclusive canonical form; else byte for byte.</param>
/// <param name="Hash">With which function it is hashed.</param>
/// <param name="Digest">Its hash.</param>
internal sealed record BindingReference(string Uri, bool IsCanonical, HashAlgorithmName Hash, byte[] Digest)
{
    private const string _space = BindingSignatures.SignatureSpace;

    /// <summary>Reads a reference; null where it has a transform other than exclusive canonical form, a weak hash, or anything that is not of the form.</summary>
    public static BindingReference? Read(XmlElement reference)
    {
        if (!BindingXml.Is(reference, "Reference", _space) || BindingXml.Children(reference) is not { Length: 2 or 3 } parts)
        {
            return null;
        }

        var isCanonical = parts.Length == 3;
        if ((isCanonical && !IsExclusive(parts[0])) || !BindingXml.Is(parts[^2], "DigestMethod", _space) || !BindingXml.Is(parts[^1], "DigestValue", _space))
        {
            return null;
        }

        HashAlgorithmName? hash = parts[^2].GetAttribute("Algorithm") switch
        {
            "http://www.w3.org/2001/04/xmlenc#sha256" => HashAlgorithmName.SHA256,
            "http://www.w3.org/2001/04/xmldsig-more#sha384" => HashAlgorithmName.SHA384,
            "http://www.w3.org/2001/04/xmlenc#sha512" => HashAlgorithmName.SHA512,
            _ => null,
        };
        return hash is { } name && parts[^2].ChildNodes.Count == 0 && BindingSignatures.Bytes(parts[^1]) is { } digest
            ? new BindingReference(reference.GetAttribute("URI"), isCanonical, name, digest)
            : null;
    }

    /// <summary>Whether these bytes are what was signed.</summary>
    public bool Covers(ReadOnlySpan<byte> bytes) =>
        CryptographicOperations.FixedTimeEquals(CryptographicOperations.HashData(Hash, bytes), Digest);

    private static bool IsExclusive(XmlElement transforms) =>
        BindingXml.Is(transforms, "Transforms", _space) && BindingXml.Children(transforms) is [var transform] && BindingXml.Is(transform, "Transform", _space)
        && transform.GetAttribute("Algorithm") == BindingSignatures.ExclusiveForm && transform.ChildNodes.Count == 0;
}
