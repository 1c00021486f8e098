namespace Concordat.Cedar.Syntax;

/// <summary>A <c>when</c> or <c>unless</c> part of a policy.</summary>
/// <param name="IsUnless">Whether it must not hold.</param>
/// <param name="Body">What is tested.</param>
/// <param name="Span">Where it stands.</param>
public sealed record Condition(bool IsUnless, Expr Body, SourceSpan Span);
