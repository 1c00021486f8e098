using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Concordat.Cedar.Syntax;

/// <summary>Cuts text into words; whitespace and comments are left out, but what they cover can be told from the spans.</summary>
internal sealed class Lexer(string text, DiagnosticBag diagnostics)
{
    private readonly List<Token> _tokens = [];
    private readonly List<SourceSpan> _comments = [];
    private int _at;
    private int _line = 1;
    private int _column = 1;

    public static (Token[] Tokens, ImmutableArray<SourceSpan> Comments) Read(string text, DiagnosticBag diagnostics)
    {
        if (text.Length > CedarLimits.TextLength)
        {
            diagnostics.Error("text-too-long", new SourceSpan(0, 0, 1, 1), $"the text has {text.Length} characters; at most {CedarLimits.TextLength} are read");
            return ([new Token(TokenKind.EndOfText, new SourceSpan(0, 0, 1, 1))], []);
        }

        var lexer = new Lexer(text, diagnostics);
        var tokens = lexer.ReadAll();
        lexer.RefuseHalfCharacters(tokens);
        return (tokens, [.. lexer._comments]);
    }

    // A string with half of a surrogate pair is no text: it could not be written as UTF-8 and would come back as something else.
    private void RefuseHalfCharacters(Token[] tokens)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return;
        }

        foreach (var token in tokens)
        {
            var rest = text.AsSpan(token.Span.Start, token.Span.Length);
            while (!rest.IsEmpty)
            {
                if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                {
                    diagnostics.Error("unexpected-character", token.Span, "half of a character stands alone in the string");
                    break;
                }

                rest = rest[length..];
            }
        }
    }

    private Token[] ReadAll()
    {
        while (true)
        {
            SkipTrivia();
            if (_at >= text.Length)
            {
                _tokens.Add(new Token(TokenKind.EndOfText, new SourceSpan(text.Length, 0, _line, _column)));
                return [.. _tokens];
            }

            ReadToken();
            if (diagnostics.IsFull)
            {
                _at = text.Length;
            }
        }
    }

    private void SkipTrivia()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
            {
                Advance(1);
            }
            else if (text[_at] == '/' && _at + 1 < text.Length && text[_at + 1] == '/')
            {
                var end = text.AsSpan(_at).IndexOfAny('\n', '\r');
                var length = end < 0 ? text.Length - _at : end;
                _comments.Add(new SourceSpan(_at, length, _line, _column));
                Advance(length);
            }
            else
            {
                return;
            }
        }
    }

    private void ReadToken()
    {
        var c = text[_at];
        if (char.IsAsciiLetter(c) || c == '_')
        {
            Add(TokenKind.Identifier, WordLength(_at));
        }
        else if (char.IsAsciiDigit(c))
        {
            var length = 1;
            while (_at + length < text.Length && char.IsAsciiDigit(text[_at + length]))
            {
                length++;
            }

            Add(TokenKind.Number, length);
        }
        else if (c == '"')
        {
            ReadString();
        }
        else if (c == '?' && _at + 1 < text.Length && (char.IsAsciiLetter(text[_at + 1]) || text[_at + 1] == '_'))
        {
            Add(TokenKind.Slot, 1 + WordLength(_at + 1));
        }
        else
        {
            ReadPunctuation(c, _at + 1 < text.Length ? text[_at + 1] : '\0');
        }
    }

    private int WordLength(int from)
    {
        var end = from;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end - from;
    }

    private void ReadString()
    {
        var end = _at + 1;
        while (end < text.Length && text[end] != '"')
        {
            end += text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            diagnostics.Error("unterminated-string", new SourceSpan(_at, 1, _line, _column), "the string is not closed", "add a `\"` at its end");
            Advance(text.Length - _at);
            return;
        }

        Add(TokenKind.String, end + 1 - _at);
    }

    private void ReadPunctuation(char c, char next)
    {
        var (kind, length) = (c, next) switch
        {
            ('=', '=') => (TokenKind.Equal, 2),
            ('!', '=') => (TokenKind.NotEqual, 2),
            ('<', '=') => (TokenKind.LessOrEqual, 2),
            ('>', '=') => (TokenKind.GreaterOrEqual, 2),
            ('|', '|') => (TokenKind.Or, 2),
            ('&', '&') => (TokenKind.And, 2),
            (':', ':') => (TokenKind.PathSeparator, 2),
            ('@', _) => (TokenKind.At, 1),
            ('.', _) => (TokenKind.Dot, 1),
            (',', _) => (TokenKind.Comma, 1),
            (';', _) => (TokenKind.Semicolon, 1),
            (':', _) => (TokenKind.Colon, 1),
            ('(', _) => (TokenKind.OpenParen, 1),
            (')', _) => (TokenKind.CloseParen, 1),
            ('{', _) => (TokenKind.OpenBrace, 1),
            ('}', _) => (TokenKind.CloseBrace, 1),
            ('[', _) => (TokenKind.OpenBracket, 1),
            (']', _) => (TokenKind.CloseBracket, 1),
            ('<', _) => (TokenKind.Less, 1),
            ('>', _) => (TokenKind.Greater, 1),
            ('+', _) => (TokenKind.Plus, 1),
            ('-', _) => (TokenKind.Minus, 1),
            ('*', _) => (TokenKind.Star, 1),
            ('/', _) => (TokenKind.Slash, 1),
            ('%', _) => (TokenKind.Percent, 1),
            ('!', _) => (TokenKind.Not, 1),
            ('=', _) => (TokenKind.Assign, 1),
            ('?', _) => (TokenKind.Question, 1),
            _ => (TokenKind.EndOfText, char.IsSurrogatePair(c, next) ? 2 : 1),
        };
        if (kind == TokenKind.EndOfText)
        {
            var shown = char.IsControl(c) || char.IsSurrogate(c) && length == 1 ? $"U+{(int)c:X4}" : text.Substring(_at, length);
            diagnostics.Error("unexpected-character", new SourceSpan(_at, length, _line, _column), $"unexpected character `{shown}`");
            Advance(length);
            return;
        }

        Add(kind, length);
    }

    private void Add(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, new SourceSpan(_at, length, _line, _column)));
        Advance(length);
    }

    private void Advance(int count)
    {
        for (var end = _at + count; _at < end; _at++)
        {
            if (text[_at] == '\n')
            {
                _line++;
                _column = 1;
            }
            else if (!char.IsLowSurrogate(text[_at]))
            {
                _column++;
            }
        }
    }
}
