using System.Runtime.InteropServices;

namespace Concordat.Cedar.Syntax;

/// <summary>One word of the text.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, SourceSpan Span);
