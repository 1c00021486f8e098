using System.Runtime.InteropServices;

namespace Concordat.Cedar.Schema;

/// <summary>A type name as written, before it is resolved.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WrittenName(string Text, SourceSpan Span)
{
    /// <summary>Stands before the names of built-in types, where another type may have the same.</summary>
    public const string BuiltInPrefix = "__cedar::";

    public bool IsQualified => Text.Contains("::", StringComparison.Ordinal);

    /// <summary>Without the prefix of built-in types.</summary>
    public string Plain => Text.StartsWith(BuiltInPrefix, StringComparison.Ordinal) ? Text[BuiltInPrefix.Length..] : Text;
}
