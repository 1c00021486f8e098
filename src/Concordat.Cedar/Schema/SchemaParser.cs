using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Schema;

/// <summary>Reads schema text into written declarations; a faulty one is reported and skipped up to its semicolon.</summary>
internal sealed class SchemaParser(string text, DiagnosticBag diagnostics)
{
    private readonly TokenReader _reader = new(text, diagnostics);
    private readonly Dictionary<string, WrittenNamespace> _namespaces = new(StringComparer.Ordinal);

    public IReadOnlyCollection<WrittenNamespace> ReadSchema()
    {
        while (!_reader.AtEnd && !diagnostics.IsFull)
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
            diagnostics.Add(fault.Diagnostic);
            _reader.SkipPast(TokenKind.Semicolon);
        }
    }

    private void ReadTop()
    {
        var annotations = ReadAnnotations();
        if (!_reader.IsWord("namespace"))
        {
            ReadDeclaration(Namespace(""), annotations);
            return;
        }

        _reader.Next();
        var name = ReadPath("the name of the namespace");
        if (_namespaces.ContainsKey(name.Text))
        {
            diagnostics.Error("duplicate-namespace", name.Span, $"namespace `{name.Text}` occurs twice");
        }

        var target = Namespace(name.Text);
        _reader.Expect(TokenKind.OpenBrace, "`{`");
        while (!_reader.Accept(TokenKind.CloseBrace))
        {
            if (_reader.AtEnd || diagnostics.IsFull)
            {
                throw _reader.Unexpected("`}`");
            }

            Recovering(() => ReadDeclaration(target, ReadAnnotations()));
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

    private Dictionary<string, string> ReadAnnotations()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var spans = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        while (_reader.Is(TokenKind.At))
        {
            AnnotationParser.Read(_reader, values, spans);
        }

        return values;
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
            var name = ReadIdentifier("the name of the type");
            _reader.Expect(TokenKind.Assign, "`=`");
            target.CommonTypes.Add(new WrittenCommonType(name.Text, name.Span, ReadType()));
        }
        else
        {
            throw _reader.Unexpected(target.Name.Length == 0 ? "`entity`, `action`, `type` or `namespace`" : "`entity`, `action`, `type` or `}`");
        }

        _reader.Expect(TokenKind.Semicolon, "`;`");
    }

    private void ReadEntity(WrittenNamespace target, Dictionary<string, string> annotations)
    {
        var names = ReadList(() => ReadIdentifier("the name of the entity type"));
        ImmutableArray<WrittenName> parents = [];
        ImmutableArray<string> choices = default;
        WrittenType? attributes = null;
        WrittenType? tags = null;
        if (_reader.AcceptWord("enum"))
        {
            _reader.Expect(TokenKind.OpenBracket, "`[`");
            choices = ReadList(ReadString);
            _reader.Expect(TokenKind.CloseBracket, "`,` or `]`");
        }
        else
        {
            parents = _reader.AcceptWord("in") ? ReadEntityTypes() : [];
            if (_reader.Accept(TokenKind.Assign) || _reader.Is(TokenKind.OpenBrace))
            {
                attributes = ReadRecord();
            }

            tags = _reader.AcceptWord("tags") ? ReadType() : null;
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
        var names = ReadList(ReadActionName);
        ImmutableArray<(WrittenName?, string, SourceSpan)> parents = [];
        if (_reader.AcceptWord("in"))
        {
            var isList = _reader.Accept(TokenKind.OpenBracket);
            parents = isList ? ReadList(ReadActionParent) : [ReadActionParent()];
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
                "principal" => written with { Principals = ReadEntityTypes() },
                "resource" => written with { Resources = ReadEntityTypes() },
                _ => written with { Context = ReadType() },
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

    private (string Name, SourceSpan Span) ReadActionName()
    {
        var token = _reader.Current;
        return _reader.Is(TokenKind.String)
            ? (_reader.StringValue(_reader.Next()), token.Span)
            : (ReadIdentifier("the name of the action").Text, token.Span);
    }

    private (WrittenName? Type, string Id, SourceSpan Span) ReadActionParent()
    {
        var start = _reader.Current;
        if (start.Kind == TokenKind.String)
        {
            return (null, ReadString(), start.Span);
        }

        var path = ReadPath("the name of an action");
        if (_reader.Accept(TokenKind.PathSeparator))
        {
            return (path, ReadString(), start.Span.To(_reader.Previous.Span));
        }

        return path.IsQualified ? throw _reader.Unexpected("`::` and the id of the action") : (null, path.Text, path.Span);
    }

    private ImmutableArray<WrittenName> ReadEntityTypes()
    {
        if (!_reader.Accept(TokenKind.OpenBracket))
        {
            return [ReadPath("an entity type")];
        }

        if (_reader.Accept(TokenKind.CloseBracket))
        {
            return [];
        }

        var types = ReadList(() => ReadPath("an entity type"));
        _reader.Expect(TokenKind.CloseBracket, "`,` or `]`");
        return types;
    }

    private WrittenType ReadType()
    {
        if (_reader.Is(TokenKind.OpenBrace))
        {
            return ReadRecord();
        }

        var start = _reader.Current.Span;
        if (_reader.IsWord("Set") && _reader.PeekAt(1).Kind == TokenKind.Less)
        {
            _reader.Enter();
            _reader.Next();
            _reader.Next();
            var element = ReadType();
            _reader.Expect(TokenKind.Greater, "`>`");
            _reader.Leave();
            return new WrittenType(start.To(_reader.Previous.Span)) { Element = element };
        }

        var name = ReadPath("a type");
        return new WrittenType(name.Span) { Name = name };
    }

    private WrittenType ReadRecord()
    {
        _reader.Enter();
        var start = _reader.Expect(TokenKind.OpenBrace, "`{`").Span;
        var attributes = ImmutableArray.CreateBuilder<WrittenAttribute>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!_reader.Accept(TokenKind.CloseBrace))
        {
            var annotations = ReadAnnotations();
            var span = _reader.Current.Span;
            var name = _reader.Is(TokenKind.String) ? ReadString() : ReadIdentifier("an attribute name or `}`").Text;
            if (!seen.Add(name))
            {
                throw _reader.Fault("duplicate-attribute", span, $"attribute `{name}` occurs twice");
            }

            var isRequired = !_reader.Accept(TokenKind.Question);
            _reader.Expect(TokenKind.Colon, isRequired ? "`:` or `?`" : "`:`");
            attributes.Add(new WrittenAttribute(name, isRequired, ReadType(), annotations));
            if (!_reader.Is(TokenKind.CloseBrace))
            {
                _reader.Expect(TokenKind.Comma, "`,` or `}`");
            }
        }

        _reader.Leave();
        return new WrittenType(start.To(_reader.Previous.Span)) { Attributes = attributes.DrainToImmutable() };
    }

    private ImmutableArray<T> ReadList<T>(Func<T> readOne)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        do
        {
            items.Add(readOne());
        }
        while (_reader.Accept(TokenKind.Comma));
        return items.DrainToImmutable();
    }

    private string ReadString() => _reader.StringValue(_reader.Expect(TokenKind.String, "a string"));

    private WrittenName ReadIdentifier(string expected)
    {
        var token = _reader.Expect(TokenKind.Identifier, expected);
        var word = _reader.TextOf(token);
        return CedarText.IsReserved(word) && word is not "__cedar"
            ? throw _reader.Fault("reserved-word", token.Span, $"expected {expected}, found the reserved word `{word}`")
            : new WrittenName(word, token.Span);
    }

    private WrittenName ReadPath(string expected)
    {
        var path = ReadIdentifier(expected);
        while (_reader.Is(TokenKind.PathSeparator) && _reader.PeekAt(1).Kind == TokenKind.Identifier)
        {
            _reader.Next();
            var part = ReadIdentifier("a name");
            path = new WrittenName(path.Text + "::" + part.Text, path.Span.To(part.Span));
        }

        return path;
    }
}
