using Concordat.Cedar.Formatting;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar;

/// <summary>Sets policy text in the usual layout. Keeps every comment and every parenthesis; formatting twice changes nothing.</summary>
public static class CedarFormatter
{
    /// <summary>The text in the usual layout; it ends with a line break unless it is empty.</summary>
    /// <param name="text">Policies.</param>
    /// <param name="width">Columns that a line should not pass, at least 20; a longer word passes them.</param>
    /// <param name="indent">Columns of one step to the right, 0 to 16.</param>
    /// <param name="file">Name of the text, for messages.</param>
    /// <exception cref="CedarParseException">The text is not a policy set, or its layout would be longer than a text may be.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width or the indent is.</exception>
    public static string Format(string text, int width = 80, int indent = 2, string? file = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 20);
        ArgumentOutOfRangeException.ThrowIfNegative(indent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indent, 16);
        var before = PolicySet.Parse(text, file);
        var (tokens, comments) = Lexer.Read(text, new DiagnosticBag(file));
        var layout = new PolicyFormatter(new FormatTokens(text, tokens, comments), indent).All();
        var formatted = new DocPrinter(width).Print(layout);

        // A formatter that changes a policy would change what people have signed: it is never taken on trust.
        var after = PolicySet.Parse(formatted, file);
        return after.Comments.Length == before.Comments.Length && PolicyIdentity.Of(after) == PolicyIdentity.Of(before)
            ? formatted
            : throw new InvalidOperationException("formatting would have changed the policies; this is a fault of the formatter");
    }
}
