namespace Concordat.Cedar.Schema;

/// <summary>A common type as written.</summary>
internal sealed record WrittenCommonType(string Name, SourceSpan Span, WrittenType Type, IReadOnlyDictionary<string, string> Annotations);
