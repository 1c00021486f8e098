using System.Collections.Immutable;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar.Formatting;

/// <summary>Walks the words of a text that is known to be sound, and gives each with the comments that belong to it.</summary>
internal sealed class FormatTokens(string text, Token[] tokens, ImmutableArray<SourceSpan> comments)
{
    private int _at;
    private int _comment;

    public bool AtEnd => Kind == TokenKind.EndOfText;

    public TokenKind Kind => tokens[_at].Kind;

    public TokenKind NextKind => tokens[Math.Min(_at + 1, tokens.Length - 1)].Kind;

    public bool IsWord(string word) =>
        Kind == TokenKind.Identifier && text.AsSpan(tokens[_at].Span.Start, tokens[_at].Span.Length).SequenceEqual(word);

    /// <summary>The comments before the next word, each on its own line.</summary>
    public Doc Leading(bool keepBlankLines = false)
    {
        var parts = new List<Doc>();
        var end = tokens[_at].Span.Start;
        while (_comment < comments.Length && comments[_comment].Start < end)
        {
            var span = comments[_comment++];
            parts.Add(Doc.Comment(text.Substring(span.Start, span.Length).TrimEnd(), isTrailing: false));
            var next = _comment < comments.Length && comments[_comment].Start < end ? comments[_comment].Start : end;
            if (keepBlankLines && next < text.Length && text.AsSpan(span.End, next - span.End).Count('\n') > 1)
            {
                parts.Add(Doc.BlankLine);
            }
        }

        return parts.Count == 0 ? Doc.Empty : Doc.Concat(parts);
    }

    /// <summary>The next word with the comments around it.</summary>
    public Doc Take()
    {
        var leading = Leading();
        var span = tokens[_at].Span;
        var word = Doc.Of(text.Substring(span.Start, span.Length));
        _at++;
        var trailing = Trailing(span.End);
        return leading == Doc.Empty && trailing == Doc.Empty ? word : Doc.Concat(leading, word, trailing);
    }

    /// <summary>Leaves the next word out, but keeps its comments.</summary>
    public Doc Drop()
    {
        var leading = Leading();
        var trailing = Trailing(tokens[_at++].Span.End);
        return Doc.Concat(leading, trailing);
    }

    /// <summary>The comment that stands on the same line after a word.</summary>
    private Doc Trailing(int from)
    {
        if (_comment >= comments.Length)
        {
            return Doc.Empty;
        }

        var span = comments[_comment];
        var isSameLine = span.Start < tokens[_at].Span.Start && text.AsSpan(from, span.Start - from).IndexOfAny('\n', '\r') < 0;
        if (!isSameLine)
        {
            return Doc.Empty;
        }

        _comment++;
        return Doc.Comment(text.Substring(span.Start, span.Length).TrimEnd(), isTrailing: true);
    }
}
