namespace Concordat.Cedar;

/// <summary>Bounds that keep hostile text from using up stack or memory.</summary>
public static class CedarLimits
{
    /// <summary>Longest policy, schema or entity text, in UTF-16 code units.</summary>
    public const int TextLength = 4 * 1024 * 1024;

    /// <summary>Deepest nesting of brackets and conditionals in text.</summary>
    public const int Nesting = 128;

    /// <summary>Deepest expression tree, chains of operators included.</summary>
    public const int ExpressionDepth = 500;

    /// <summary>Most nodes of one expression.</summary>
    public const int ExpressionSize = 100_000;

    /// <summary>Most combinations of action, principal type and resource type that a policy is validated for.</summary>
    public const int Environments = 65_536;

    /// <summary>Most diagnostics reported for one text.</summary>
    public const int Diagnostics = 100;
}
