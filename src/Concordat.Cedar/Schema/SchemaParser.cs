using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Schema;

/// <summary>Reads schema text into written declarations; a faulty one is reported and skipped up to its semicolon.</summary>
internal sealed class SchemaParser
{
    private readonly DiagnosticBag _diagnostics;
    private readonly TokenReader _reader;
    private readonly TypeParser _types;
    private readonly Dictionary<string, WrittenNamespace> _namespaces = new(StringComparer.Ordinal);

    public SchemaParser(string text, DiagnosticBag diagnostics)
    {
        _diagnostics = diagnostics;
        _reader = new TokenReader(text, diagnostics);
        _types = new TypeParser(_reader);
    }

    public IReadOnlyCollection<WrittenNamespace> ReadSchema()
    {
        while (!_reader.AtEnd && !_diagnostics.IsFull)
        {
            Recovering(ReadTop);
        }

        return _namespaces.Values;
    }

    private void Recovering(Action read)
    {
        try
        {
            read();
        }
        catch (SyntaxFault fault)
        {
            _diagnostics.Add(fault.Diagnostic);
            _reader.SkipPast(TokenKind.Semicolon);
        }
    }

    private void ReadTop()
    {
        var annotations = AnnotationParser.ReadAll(_reader);
        if (!_reader.IsWord("namespace"))
        {
            ReadDeclaration(Namespace(""), annotations);
            return;
        }

        _reader.Next();
        var name = _types.ReadPath("the name of the namespace");
        if (_namespaces.ContainsKey(name.Text))
        {
            _diagnostics.Error("duplicate-namespace", name.Span, $"namespace `{name.Text}` occurs twice");
        }

        var target = Namespace(name.Text);
        target.Annotations = annotations;
        _reader.Expect(TokenKind.OpenBrace, "`{`");
        while (!_reader.Accept(TokenKind.CloseBrace))
        {
            if (_reader.AtEnd || _diagnostics.IsFull)
            {
                throw _reader.Unexpected("`}`");
            }

            Recovering(() => ReadDeclaration(target, AnnotationParser.ReadAll(_reader)));
        }
    }

    private WrittenNamespace Namespace(string name)
    {
        if (!_namespaces.TryGetValue(name, out var found))
        {
            _namespaces.Add(name, found = new WrittenNamespace(name));
        }

        return found;
    }

    private void ReadDeclaration(WrittenNamespace target, Dictionary<string, string> annotations)
    {
        if (_reader.AcceptWord("entity"))
        {
            ReadEntity(target, annotations);
        }
        else if (_reader.AcceptWord("action"))
        {
            ReadAction(target, annotations);
        }
        else if (_reader.AcceptWord("type"))
        {
            var name = _types.ReadIdentifier("the name of the type");
            _reader.Expect(TokenKind.Assign, "`=`");
            target.CommonTypes.Add(new WrittenCommonType(name.Text, name.Span, _types.ReadType(), annotations));
        }
        else
        {
            throw _reader.Unexpected(target.Name.Length == 0 ? "`entity`, `action`, `type` or `namespace`" : "`entity`, `action`, `type` or `}`");
        }

        _reader.Expect(TokenKind.Semicolon, "`;`");
    }

    private void ReadEntity(WrittenNamespace target, Dictionary<string, string> annotations)
    {
        var names = _types.ReadList(() => _types.ReadIdentifier("the name of the entity type"));
        ImmutableArray<WrittenName> parents = [];
        ImmutableArray<string> choices = default;
        WrittenType? attributes = null;
        WrittenType? tags = null;
        if (_reader.AcceptWord("enum"))
        {
            _reader.Expect(TokenKind.OpenBracket, "`[`");
            choices = _types.ReadList(_types.ReadString);
            _reader.Expect(TokenKind.CloseBracket, "`,` or `]`");
        }
        else
        {
            parents = _reader.AcceptWord("in") ? ReadEntityTypes() : [];
            if (_reader.Accept(TokenKind.Assign) || _reader.Is(TokenKind.OpenBrace))
            {
                attributes = _types.ReadRecord();
            }

            tags = _reader.AcceptWord("tags") ? _types.ReadType() : null;
        }

        foreach (var name in names)
        {
            target.Entities.Add(new WrittenEntity(name.Text, name.Span, annotations)
            {
                Parents = parents,
                Attributes = attributes,
                Tags = tags,
                Choices = choices,
            });
        }
    }

    private void ReadAction(WrittenNamespace target, Dictionary<string, string> annotations)
    {
        var names = _types.ReadList(ReadActionName);
        ImmutableArray<(WrittenName?, string, SourceSpan)> parents = [];
        if (_reader.AcceptWord("in"))
        {
            var isList = _reader.Accept(TokenKind.OpenBracket);
            parents = isList ? _types.ReadList(ReadActionParent) : [ReadActionParent()];
            if (isList)
            {
                _reader.Expect(TokenKind.CloseBracket, "`,` or `]`");
            }
        }

        var written = new WrittenAction("", default, annotations) { Parents = parents };
        written = _reader.AcceptWord("appliesTo") ? ReadAppliesTo(written) : written;
        if (_reader.AcceptWord("attributes"))
        {
            _reader.Expect(TokenKind.OpenBrace, "`{`");
            _reader.Expect(TokenKind.CloseBrace, "`}`");
        }

        foreach (var (name, span) in names)
        {
            target.Actions.Add(written with { Name = name, Span = span });
        }
    }

    private WrittenAction ReadAppliesTo(WrittenAction written)
    {
        var start = _reader.Expect(TokenKind.OpenBrace, "`{`").Span;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_reader.Accept(TokenKind.CloseBrace))
        {
            var word = _reader.Expect(TokenKind.Identifier, "`principal`, `resource`, `context` or `}`");
            var part = _reader.TextOf(word);
            if (part is not ("principal" or "resource" or "context"))
            {
                throw _reader.Fault("unexpected-token", word.Span, $"expected `principal`, `resource`, `context` or `}}`, found `{part}`");
            }

            if (!seen.Add(part))
            {
                throw _reader.Fault("duplicate-declaration", word.Span, $"`{part}` occurs twice");
            }

            _reader.Expect(TokenKind.Colon, "`:`");
            written = part switch
            {
                "principal" => written with { Principals = ReadAppliesToTypes(word.Span) },
                "resource" => written with { Resources = ReadAppliesToTypes(word.Span) },
                _ => written with { Context = _types.ReadType() with { Form = WrittenForm.Common } },
            };
            if (!_reader.Is(TokenKind.CloseBrace))
            {
                _reader.Expect(TokenKind.Comma, "`,` or `}`");
            }
        }

        return seen.Contains("principal") && seen.Contains("resource")
            ? written
            : throw _reader.Fault("incomplete-action", start, "`appliesTo` needs both `principal` and `resource`");
    }

    private ImmutableArray<WrittenName> ReadAppliesToTypes(SourceSpan at)
    {
        var types = ReadEntityTypes();
        return types.IsEmpty
            ? throw _reader.Fault("incomplete-action", at, "the list of types is empty", "name a type, or leave out `appliesTo` for a mere group")
            : types;
    }

    private (string Name, SourceSpan Span) ReadActionName()
    {
        var token = _reader.Current;
        return _reader.Is(TokenKind.String)
            ? (_reader.StringValue(_reader.Next()), token.Span)
            : (_types.ReadIdentifier("the name of the action").Text, token.Span);
    }

    private (WrittenName? Type, string Id, SourceSpan Span) ReadActionParent()
    {
        var start = _reader.Current;
        if (start.Kind == TokenKind.String)
        {
            return (null, _types.ReadString(), start.Span);
        }

        var path = _types.ReadPath("the name of an action");
        if (_reader.Accept(TokenKind.PathSeparator))
        {
            return (path, _types.ReadString(), start.Span.To(_reader.Previous.Span));
        }

        return path.IsQualified ? throw _reader.Unexpected("`::` and the id of the action") : (null, path.Text, path.Span);
    }

    private ImmutableArray<WrittenName> ReadEntityTypes()
    {
        if (!_reader.Accept(TokenKind.OpenBracket))
        {
            return [_types.ReadPath("an entity type")];
        }

        if (_reader.Accept(TokenKind.CloseBracket))
        {
            return [];
        }

        var types = _types.ReadList(() => _types.ReadPath("an entity type"));
        _reader.Expect(TokenKind.CloseBracket, "`,` or `]`");
        return types;
    }
}
