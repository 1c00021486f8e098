using System.Collections.Immutable;

namespace Concordat.Cedar.Schema;

/// <summary>A type as written: a name, a set of <see cref="Element"/>, or a record of <see cref="Attributes"/>.</summary>
internal sealed record WrittenType(SourceSpan Span)
{
    public WrittenName? Name { get; init; }

    /// <summary>What the name may mean.</summary>
    public WrittenForm Form { get; init; }

    public WrittenType? Element { get; init; }

    public ImmutableArray<WrittenAttribute> Attributes { get; init; }

    public bool IsEmptyRecord => Attributes is { IsDefault: false, IsEmpty: true };
}
