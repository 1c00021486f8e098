using System.Runtime.InteropServices;

namespace Concordat.Cedar.Validation;

/// <summary>A type error before it is known in which environments it occurs.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TypeFault(string Code, SourceSpan Span, string Message, string? Help);
