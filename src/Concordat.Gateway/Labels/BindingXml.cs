using System.Security.Cryptography.Xml;
using System.Xml;

namespace Concordat.Gateway.Labels;

/// <summary>Reads the XML of signed bindings: bounded, without document types and without anything from elsewhere.</summary>
internal static class BindingXml
{
    private const int LongestDocument = 1 << 15;
    private const int Deepest = 32;

    /// <summary>The document with every blank as it stands; null where it is no XML, too long, too deep, or has a document type or processing instructions.</summary>
    public static XmlDocument? Read(ReadOnlyMemory<byte> xml)
    {
        if (xml.Length > LongestDocument)
        {
            return null;
        }

        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestDocument, IgnoreComments = false, IgnoreWhitespace = false,
        };
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        try
        {
            using var stream = new MemoryStream(xml.ToArray(), writable: false);
            using (var reader = XmlReader.Create(stream, settings))
            {
                while (reader.Read())
                {
                    if (reader.Depth > Deepest || reader.NodeType is XmlNodeType.ProcessingInstruction or XmlNodeType.Comment or XmlNodeType.EntityReference)
                    {
                        return null;
                    }
                }
            }

            stream.Position = 0;
            using var again = XmlReader.Create(stream, settings);
            document.Load(again);
            return document;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>The children of an element that are elements; null where text other than blanks stands between them.</summary>
    public static XmlElement[]? Children(XmlElement element)
    {
        var children = new List<XmlElement>();
        foreach (XmlNode node in element.ChildNodes)
        {
            switch (node)
            {
                case XmlElement child:
                    children.Add(child);
                    break;
                case XmlWhitespace or XmlSignificantWhitespace:
                    break;
                default:
                    return null;
            }
        }

        return [.. children];
    }

    /// <summary>Whether this is the element of a name in a namespace.</summary>
    public static bool Is(XmlNode? node, string name, string space) =>
        node is XmlElement && string.Equals(node.LocalName, name, StringComparison.Ordinal) && string.Equals(node.NamespaceURI, space, StringComparison.Ordinal);

    /// <summary>An element in exclusive canonical form, without comments (W3C, 18 July 2002).</summary>
    public static byte[] Canonical(XmlElement element)
    {
        // the namespaces that are in scope have to stand on the element itself, once it is the root
        var alone = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        var root = (XmlElement)alone.ImportNode(element, deep: true);
        alone.AppendChild(root);
        for (var outer = element.ParentNode as XmlElement; outer is not null; outer = outer.ParentNode as XmlElement)
        {
            foreach (XmlAttribute attribute in outer.Attributes)
            {
                if ((attribute.Prefix is "xmlns" || attribute.Name is "xmlns") && !root.HasAttribute(attribute.Name))
                {
                    root.SetAttributeNode((XmlAttribute)alone.ImportNode(attribute, deep: true));
                }
            }
        }

        var transform = new XmlDsigExcC14NTransform(includeComments: false);
        transform.LoadInput(alone);
        using var output = (Stream)transform.GetOutput(typeof(Stream));
        using var bytes = new MemoryStream();
        output.CopyTo(bytes);
        return bytes.ToArray();
    }
}
