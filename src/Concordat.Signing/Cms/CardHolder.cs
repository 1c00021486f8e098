using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Concordat.Signing.Cms;

/// <summary>Whose card it is: the names that its issuer put into the certificate.</summary>
public static class CardHolder
{
    private const string AlternativeNames = "2.5.29.17";
    private const string PrincipalName = "1.3.6.1.4.1.311.20.2.3";

    private static readonly Asn1Tag OtherName = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Email = new(TagClass.ContextSpecific, 1);

    /// <summary>The principal names (UPN) and e-mail addresses under the subject's alternative names; the subject itself names nobody.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var names = new List<string>();
        try
        {
            foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value is AlternativeNames))
            {
                var all = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
                while (all.HasData)
                {
                    if (Read(all) is { } name)
                    {
                        names.Add(name);
                    }
                }
            }
        }
        catch (Exception fault) when (fault is AsnContentException or CryptographicException)
        {
            return [];
        }

        return names;
    }

    private static string? Read(AsnReader names)
    {
        var tag = names.PeekTag();
        if (tag.HasSameClassAndValue(Email))
        {
            return names.ReadCharacterString(UniversalTagNumber.IA5String, Email);
        }

        if (!tag.HasSameClassAndValue(OtherName))
        {
            names.ReadEncodedValue();
            return null;
        }

        var other = names.ReadSequence(OtherName);
        var type = other.ReadObjectIdentifier();
        var value = other.ReadSequence(OtherName);
        return type is PrincipalName ? value.ReadCharacterString(UniversalTagNumber.UTF8String) : null;
    }
}
