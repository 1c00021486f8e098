using System.Collections.Immutable;
using System.Globalization;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Syntax;

/// <summary>Reads policies; a faulty one is reported and skipped up to its semicolon.</summary>
internal sealed class PolicyParser
{
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly TokenReader _reader;
    private readonly NameParser _names;
    private readonly ExprParser _exprs;

    public PolicyParser(string text, DiagnosticBag diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
        _reader = new TokenReader(text, diagnostics);
        _names = new NameParser(_reader);
        _exprs = new ExprParser(_reader, _names);
    }

    public ImmutableArray<SourceSpan> Comments => _reader.Comments;

    public ImmutableArray<Policy> ReadPolicies()
    {
        var policies = ImmutableArray.CreateBuilder<Policy>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var position = 0; !_reader.AtEnd && !_diagnostics.IsFull; position++)
        {
            try
            {
                var policy = ReadPolicy(position);
                if (!seen.Add(policy.Id))
                {
                    throw _reader.Fault("duplicate-policy-id", policy.Span, $"policy id `{policy.Id}` occurs twice");
                }

                policies.Add(policy);
            }
            catch (SyntaxFault fault)
            {
                _diagnostics.Add(fault.Diagnostic);
                if (_reader.Previous.Kind != TokenKind.Semicolon)
                {
                    _reader.SkipPast(TokenKind.Semicolon);
                }
            }
        }

        return policies.DrainToImmutable();
    }

    private Policy ReadPolicy(int position)
    {
        var start = _reader.Current.Span;
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        var annotationSpans = new Dictionary<string, SourceSpan>(StringComparer.Ordinal);
        while (_reader.Is(TokenKind.At))
        {
            AnnotationParser.Read(_reader, annotations, annotationSpans);
        }

        var effectSpan = _reader.Current.Span;
        var effect = _reader.AcceptWord("permit") ? Effect.Permit
            : _reader.AcceptWord("forbid") ? Effect.Forbid
            : throw _reader.Unexpected(annotations.Count == 0 ? "`permit`, `forbid` or an annotation" : "`permit` or `forbid`");

        _reader.Expect(TokenKind.OpenParen, "`(`");
        var principal = ReadScope(RequestVariable.Principal);
        _reader.Expect(TokenKind.Comma, "`,`");
        var action = ReadScope(RequestVariable.Action);
        _reader.Expect(TokenKind.Comma, "`,`");
        var resource = ReadScope(RequestVariable.Resource);
        _reader.Accept(TokenKind.Comma);
        _reader.Expect(TokenKind.CloseParen, "`)`");

        var conditions = ImmutableArray.CreateBuilder<Condition>();
        while (!_reader.Is(TokenKind.Semicolon))
        {
            conditions.Add(ReadCondition());
        }

        var span = start.To(_reader.Next().Span);
        return new Policy
        {
            Id = annotations.GetValueOrDefault("id") ?? string.Create(CultureInfo.InvariantCulture, $"policy{position}"),
            Effect = effect,
            Annotations = annotations,
            AnnotationSpans = annotationSpans,
            Principal = principal,
            Action = action,
            Resource = resource,
            Conditions = conditions.DrainToImmutable(),
            Span = span,
            EffectSpan = effectSpan,
            Text = _text.Substring(span.Start, span.Length),
            File = _diagnostics.File,
        };
    }

    private Condition ReadCondition()
    {
        var start = _reader.Current.Span;
        var isUnless = _reader.IsWord("unless");
        if (!isUnless && !_reader.IsWord("when"))
        {
            throw _reader.Unexpected("`when`, `unless` or `;`");
        }

        _reader.Next();
        _reader.Expect(TokenKind.OpenBrace, "`{`");
        if (_reader.Is(TokenKind.CloseBrace))
        {
            throw _reader.Fault("empty-condition", start, $"the `{(isUnless ? "unless" : "when")}` condition is empty", "write a condition or remove it");
        }

        var body = _exprs.ReadExpr();
        var close = _reader.Expect(TokenKind.CloseBrace, "an operator or `}`");
        return new Condition(isUnless, body, start.To(close.Span));
    }

    private LiteralExpr ReadScopeEntity(RequestVariable variable)
    {
        var entity = _names.ReadEntity();
        return variable != RequestVariable.Action || EntityType.IsActionName(entity.Value.AsEntity.Type)
            ? entity
            : throw _reader.Fault("not-an-action", entity.Span, $"expected an action, found an entity of type `{entity.Value.AsEntity.Type}`", "the type of an action ends in `Action`");
    }

    private Scope ReadScope(RequestVariable variable)
    {
        var word = variable.ToString().ToLower(CultureInfo.InvariantCulture);
        var start = _reader.ExpectWord(word).Span;
        string? type = null;
        var typeSpan = start;
        if (_reader.AcceptWord("is"))
        {
            if (variable == RequestVariable.Action)
            {
                throw _reader.Fault("scope-not-allowed", start, "`is` is not allowed for the action in a scope", "use `action ==` or `action in`");
            }

            (type, typeSpan) = _names.ReadTypeName();
            if (!_reader.AcceptWord("in"))
            {
                return Done(ScopeKind.Is, []);
            }

            return Done(ScopeKind.IsIn, [_names.ReadEntity()]);
        }

        if (_reader.Accept(TokenKind.Equal))
        {
            return Done(ScopeKind.Equal, [ReadScopeEntity(variable)]);
        }

        if (!_reader.AcceptWord("in"))
        {
            return _reader.Is(TokenKind.Comma) || _reader.Is(TokenKind.CloseParen)
                ? Done(ScopeKind.Any, [])
                : throw _reader.Unexpected(variable == RequestVariable.Action ? "`==`, `in`, `,` or `)`" : "`==`, `in`, `is`, `,` or `)`");
        }

        if (variable != RequestVariable.Action || !_reader.Is(TokenKind.OpenBracket))
        {
            return Done(ScopeKind.In, [ReadScopeEntity(variable)]);
        }

        _reader.Next();
        var entities = ImmutableArray.CreateBuilder<LiteralExpr>();
        while (!_reader.Accept(TokenKind.CloseBracket))
        {
            entities.Add(ReadScopeEntity(variable));
            if (!_reader.Is(TokenKind.CloseBracket))
            {
                _reader.Expect(TokenKind.Comma, "`,` or `]`");
            }
        }

        return Done(ScopeKind.In, entities.DrainToImmutable(), isList: true);

        Scope Done(ScopeKind kind, ImmutableArray<LiteralExpr> entities, bool isList = false) =>
            new(variable, kind, type, entities, isList, start.To(_reader.Previous.Span)) { TypeSpan = typeSpan };
    }
}
