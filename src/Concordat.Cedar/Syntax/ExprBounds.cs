namespace Concordat.Cedar.Syntax;

/// <summary>Refuses expressions that are too deep or too large to work on safely.</summary>
internal sealed class ExprBounds(string? file)
{
    /// <summary>Refuses a list that has grown beyond its limit.</summary>
    public void Count(int count, int limit, string code, string what, SourceSpan span)
    {
        if (count > limit)
        {
            throw Fault(code, span, $"more than {limit} {what} in one place", "split it into several");
        }
    }

    /// <summary>The expression with its depth and size noted.</summary>
    public T Check<T>(T expr)
        where T : Expr
    {
        // The size counts a part once for each place it stands in: `has a.b` and `is T in e` repeat their target.
        var (depth, size) = (0, 1L);
        foreach (var part in expr.Parts)
        {
            depth = Math.Max(depth, part.Depth);
            size += part.Size;
        }

        if (depth >= CedarLimits.ExpressionDepth)
        {
            throw Fault("expression-too-deep", expr.Span, $"the expression is more than {CedarLimits.ExpressionDepth} operators deep", "split it into several policies");
        }

        return size <= CedarLimits.ExpressionSize
            ? expr with { Depth = depth + 1, Size = size }
            : throw Fault("expression-too-large", expr.Span, $"the expression has more than {CedarLimits.ExpressionSize} parts", "split it into several policies");
    }

    private SyntaxFault Fault(string code, SourceSpan span, string message, string help) =>
        new(CedarDiagnostic.Error(code, file, span, message, help));
}
