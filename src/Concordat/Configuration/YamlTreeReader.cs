using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Concordat.Configuration;

/// <summary>Reads the plain part of YAML that a configuration needs: one document of mappings, lists and values.</summary>
/// <remarks>
/// Anchors, aliases, merge keys and tags are refused: they hide what a reviewer should see, and unbounded expansion is an attack.
/// Reading stops at the first error of syntax; everything after it would be noise.
/// </remarks>
internal sealed class YamlTreeReader
{
    private const int MostDepth = 32;

    private readonly Parser _parser;
    private readonly ConfigurationFindings _findings;

    private YamlTreeReader(TextReader text, ConfigurationFindings findings)
    {
        _parser = new Parser(text);
        _findings = findings;
    }

    /// <summary>Returns the root mapping, or null after reporting why there is none.</summary>
    public static MappingNode? Read(string text, ConfigurationFindings findings)
    {
        try
        {
            return new YamlTreeReader(new StringReader(text), findings).ReadDocument();
        }
        catch (YamlException fault)
        {
            findings.Add(Position(fault.Start.Line), Position(fault.Start.Column), fault is RefusedYamlException ? fault.Message : "not valid YAML: " + Lower(fault.Message));
            return null;
        }
    }

    private MappingNode? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            _findings.Add(1, 1, "the file is empty; `concordat init DIR` writes a configuration to start from");
            return null;
        }

        var root = ReadNode(0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _findings.Add(Position(second.Start.Line), Position(second.Start.Column), "a second document starts here; keep one document in the file");
            return null;
        }

        if (root is ScalarNode { IsEmpty: true })
        {
            _findings.Add(root, "the file is empty; `concordat init DIR` writes a configuration to start from");
            return null;
        }

        if (root is not MappingNode mapping)
        {
            _findings.Add(root, "the configuration must be a mapping of keys and values");
            return null;
        }

        return mapping;
    }

    private ConfigurationNode ReadNode(int depth)
    {
        if (depth > MostDepth)
        {
            throw Refusal(_parser.Current!, $"nested deeper than {MostDepth} levels");
        }

        switch (_parser.Consume<ParsingEvent>())
        {
            case AnchorAlias alias:
                throw Refusal(alias, $"alias `*{alias.Value}` is not accepted; write the value out");
            case NodeEvent node when !node.Anchor.IsEmpty:
                throw Refusal(node, $"anchor `&{node.Anchor.Value}` is not accepted; write the value out");
            case NodeEvent node when !node.Tag.IsEmpty && !node.Tag.IsNonSpecific:
                throw Refusal(node, "tags are not accepted; remove the `!…`");
            case Scalar scalar:
                return new ScalarNode(Line(scalar), Column(scalar), scalar.Value, scalar.Style != ScalarStyle.Plain);
            case SequenceStart start:
                var items = new List<ConfigurationNode>();
                while (!_parser.TryConsume<SequenceEnd>(out _))
                {
                    items.Add(ReadNode(depth + 1));
                }

                return new SequenceNode(Line(start), Column(start), items);
            case MappingStart start:
                return new MappingNode(Line(start), Column(start), ReadEntries(depth));
            case var other:
                throw Refusal(other, "a value was expected");
        }
    }

    private List<KeyValuePair<ScalarNode, ConfigurationNode>> ReadEntries(int depth)
    {
        var entries = new List<KeyValuePair<ScalarNode, ConfigurationNode>>();
        var seen = new Dictionary<string, ScalarNode>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!;
            if (ReadNode(depth + 1) is not ScalarNode key)
            {
                throw Refusal(at, "a key must be a plain word");
            }

            var value = ReadNode(depth + 1);
            if (seen.TryGetValue(key.Text, out var first))
            {
                _findings.Add(key, $"key `{key.Text}` stands twice; the first is on line {first.Line}");
                continue;
            }

            seen.Add(key.Text, key);
            entries.Add(new(key, value));
        }

        return entries;
    }

    private static RefusedYamlException Refusal(ParsingEvent at, string message) => new(at.Start, at.End, message);

    private static int Line(ParsingEvent at) => Position(at.Start.Line);

    private static int Column(ParsingEvent at) => Position(at.Start.Column);

    private static int Position(long value) => (int)Math.Clamp(value, 1, int.MaxValue);

    private static string Lower(string message)
    {
        var text = message.TrimEnd('.');
        return text.Length == 0 ? "unreadable" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
