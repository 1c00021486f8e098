using System.Collections.Immutable;
using System.Globalization;

namespace Concordat.Cedar.Syntax;

/// <summary>Reads policies; a faulty one is reported and skipped up to its semicolon.</summary>
internal sealed class PolicyParser
{
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private readonly TokenReader _reader;
    private readonly ScopeParser _scopes;
    private readonly ExprParser _exprs;

    public PolicyParser(string text, DiagnosticBag diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
        _reader = new TokenReader(text, diagnostics);
        var names = new NameParser(_reader);
        _scopes = new ScopeParser(_reader, names);
        _exprs = new ExprParser(_reader, names);
    }

    public ImmutableArray<SourceSpan> Comments => _reader.Comments;

    /// <summary>Static policies and templates, in text order.</summary>
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

                if (policies.Count == CedarLimits.Policies)
                {
                    _diagnostics.Error("too-many-policies", policy.Span, $"the text has more than {CedarLimits.Policies} policies", "split it into several texts");
                    break;
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
        var bare = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Is(TokenKind.At))
        {
            AnnotationParser.Read(_reader, annotations, annotationSpans, bare);
        }

        var effectSpan = _reader.Current.Span;
        var effect = _reader.AcceptWord("permit") ? Effect.Permit
            : _reader.AcceptWord("forbid") ? Effect.Forbid
            : throw _reader.Unexpected(annotations.Count == 0 ? "`permit`, `forbid` or an annotation" : "`permit` or `forbid`");

        _reader.Expect(TokenKind.OpenParen, "`(`");
        var principal = _scopes.Read(RequestVariable.Principal);
        _reader.Expect(TokenKind.Comma, "`,`");
        var action = _scopes.Read(RequestVariable.Action);
        _reader.Expect(TokenKind.Comma, "`,`");
        var resource = _scopes.Read(RequestVariable.Resource);
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
            BareAnnotations = bare,
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
}
