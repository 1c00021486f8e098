using System.Collections.Immutable;

namespace Concordat.Cedar.Syntax;

/// <summary>An expression as written.</summary>
/// <param name="Span">Where it stands.</param>
public abstract record Expr(SourceSpan Span)
{
    /// <summary>Height of the tree below and with this node.</summary>
    internal int Depth { get; init; } = 1;

    /// <summary>How many nodes a walk over it visits.</summary>
    internal long Size { get; init; } = 1;

    /// <summary>Direct parts, in text order.</summary>
    public abstract ImmutableArray<Expr> Parts { get; }

    /// <summary>Cedar source form.</summary>
    public sealed override string ToString() => ExprWriter.WriteAsWritten(this);
}
