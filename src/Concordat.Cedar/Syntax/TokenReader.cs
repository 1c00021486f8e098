using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>Walks the words of a text for a parser; faults unwind to the nearest recovery point.</summary>
internal sealed class TokenReader
{
    private readonly Token[] _tokens;
    private readonly string _text;
    private readonly DiagnosticBag _diagnostics;
    private int _at;
    private int _nesting;

    public TokenReader(string text, DiagnosticBag diagnostics)
    {
        _text = text;
        _diagnostics = diagnostics;
        (_tokens, Comments) = Lexer.Read(text, diagnostics);
    }

    public ImmutableArray<SourceSpan> Comments { get; }

    public string? File => _diagnostics.File;

    public Token Current => _tokens[_at];

    public Token Previous => _tokens[Math.Max(0, _at - 1)];

    public bool AtEnd => Current.Kind == TokenKind.EndOfText;

    public Token PeekAt(int ahead) => _tokens[Math.Min(_at + ahead, _tokens.Length - 1)];

    public string TextOf(Token token) => _text.Substring(token.Span.Start, token.Span.Length);

    public bool Is(TokenKind kind) => Current.Kind == kind;

    public bool IsWord(string word) => IsWordAt(0, word);

    public bool IsWordAt(int ahead, string word)
    {
        var token = PeekAt(ahead);
        return token.Kind == TokenKind.Identifier && token.Span.Length == word.Length
            && _text.AsSpan(token.Span.Start, token.Span.Length).SequenceEqual(word);
    }

    public Token Next()
    {
        var token = Current;
        if (!AtEnd)
        {
            _at++;
        }

        return token;
    }

    public bool Accept(TokenKind kind)
    {
        if (!Is(kind))
        {
            return false;
        }

        _at++;
        return true;
    }

    public bool AcceptWord(string word)
    {
        if (!IsWord(word))
        {
            return false;
        }

        _at++;
        return true;
    }

    public Token Expect(TokenKind kind, string expected) => Is(kind) ? Next() : throw Unexpected(expected);

    public Token ExpectWord(string word) => IsWord(word) ? Next() : throw Unexpected($"`{word}`");

    /// <summary>The content of a string word, escapes read.</summary>
    public string StringValue(Token token, List<int>? wildcards = null)
    {
        var raw = _text.AsSpan(token.Span.Start + 1, token.Span.Length - 2);
        if (!CedarText.TryUnescape(raw, wildcards, out var value, out var faultAt, out var fault))
        {
            throw Fault("invalid-escape", Within(token.Span, 1 + faultAt), fault);
        }

        return value;
    }

    /// <summary>Goes one bracket deeper; pair with <see cref="Leave"/>.</summary>
    public void Enter()
    {
        if (++_nesting > CedarLimits.Nesting)
        {
            throw Fault("nested-too-deep", Current.Span, $"nested more than {CedarLimits.Nesting} deep");
        }
    }

    public void Leave() => _nesting--;

    public void SkipPast(TokenKind kind)
    {
        _nesting = 0;
        while (!AtEnd && Next().Kind != kind)
        {
            // Everything up to the recovery point belongs to the faulty part.
        }
    }

    public SyntaxFault Unexpected(string expected)
    {
        var found = AtEnd ? "the end of the text" : $"`{Shown(TextOf(Current))}`";
        return Fault("unexpected-token", Current.Span, $"expected {expected}, found {found}");
    }

    public SyntaxFault Fault(string code, SourceSpan span, string message, string? help = null) =>
        new(CedarDiagnostic.Error(code, _diagnostics.File, span, message, help));

    private static string Shown(string word) => word.Length <= 40 ? word : string.Concat(word.AsSpan(0, 40), "…");

    private SourceSpan Within(SourceSpan span, int offset)
    {
        var (line, column) = (span.Line, span.Column);
        for (var i = span.Start; i < span.Start + offset; i++)
        {
            if (_text[i] == '\n')
            {
                (line, column) = (line + 1, 1);
            }
            else if (!char.IsLowSurrogate(_text[i]))
            {
                column++;
            }
        }

        return new SourceSpan(span.Start + offset, 1, line, column);
    }
}
