namespace Concordat.Cedar.Schema;

/// <summary>An attribute as written.</summary>
internal sealed record WrittenAttribute(string Name, bool IsRequired, WrittenType Type, IReadOnlyDictionary<string, string> Annotations);
