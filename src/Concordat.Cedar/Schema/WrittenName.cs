using System.Runtime.InteropServices;

namespace Concordat.Cedar.Schema;

/// <summary>A type name as written, before it is resolved.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenName(string Text, SourceSpan Span)
{
    public bool IsQualified => Text.Contains("::", StringComparison.Ordinal);
}
