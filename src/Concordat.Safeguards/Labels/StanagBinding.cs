using System.Text;
using System.Xml;

namespace Concordat.Safeguards.Labels;

/// <summary>Reads the binding that ADatP-4778 (REST profile of ADatP-4778.2) carries in an HTTP header: labels bound to the body.</summary>
internal static class StanagBinding
{
    private const string _type = "urn:nato:stanag:4778:bindinginformation:1:0";
    private const string Unreadable = "its binding-data-object is not the base64 of XML that holds a confidentiality label with a classification";

    /// <summary>Reads <c>binding-type="urn:…"; binding-data-object="BASE64"</c> and adds its labels.</summary>
    /// <param name="header">The value of the header.</param>
    /// <param name="findings">Where the labels go.</param>
    /// <param name="verifier">Who checks the signature; with one, only what was signed is read.</param>
    /// <param name="data">What the label is bound to.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? Read(string header, Findings findings, IBindingVerifier? verifier, ReadOnlySpan<byte> data)
    {
        string? type = null, encoded = null;
        foreach (var part in header.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? "" : part[..equals].Trim();
            if (name is "binding-type" && type is null)
            {
                type = part[(equals + 1)..].Trim(' ', '"');
            }
            else if (name is "binding-data-object" && encoded is null)
            {
                encoded = part[(equals + 1)..].Trim(' ', '"');
            }
            else
            {
                return "it holds something else than one binding-type and one binding-data-object";
            }
        }

        if (!string.Equals(type, _type, StringComparison.Ordinal) || encoded is null)
        {
            return $"it needs binding-type=\"{_type}\" and a binding-data-object in base64";
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return Unreadable;
        }

        ReadOnlyMemory<byte> xml = bytes.AsMemory(0, length);
        if (verifier?.Verify(xml, data, out xml) is { } fault)
        {
            return fault;
        }

        return ReadLabels(xml, findings) > 0 ? null : Unreadable;
    }

    private static int ReadLabels(ReadOnlyMemory<byte> xml, Findings findings)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 16 };
        var labels = new List<ClassificationMark>();
        try
        {
            using var stream = new MemoryStream(xml.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, settings);
            while (!reader.EOF)
            {
                if (reader is not { NodeType: XmlNodeType.Element, LocalName: "ConfidentialityInformation" })
                {
                    reader.Read();
                }
                else if (StanagLabelReader.Read(Encoding.UTF8.GetBytes(reader.ReadInnerXml())) is { } mark)
                {
                    labels.Add(mark);
                }
                else
                {
                    return 0;
                }
            }
        }
        catch (XmlException)
        {
            return 0;
        }

        labels.ForEach(findings.AddMark);
        return labels.Count;
    }
}
