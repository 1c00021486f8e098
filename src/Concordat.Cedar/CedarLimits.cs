namespace Concordat.Cedar;

/// <summary>Bounds that keep hostile text from using up stack or memory.</summary>
public static class CedarLimits
{
    /// <summary>Longest policy, schema or entity text, in UTF-16 code units.</summary>
    public const int TextLength = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of brackets and conditionals in text.</summary>
    public const int Nesting = 128;

    /// <summary>Deepest expression tree, chains of operators included.</summary>
    public const int ExpressionDepth = 1_000;

    /// <summary>Most diagnostics reported for one text.</summary>
    public const int Diagnostics = 100;
}
