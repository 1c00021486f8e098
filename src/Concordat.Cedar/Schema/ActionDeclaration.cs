using System.Collections.Immutable;
using Concordat.Cedar.Types;

namespace Concordat.Cedar.Schema;

/// <summary>An action as a schema declares it.</summary>
public sealed class ActionDeclaration
{
    /// <summary>Fully qualified name.</summary>
    public required EntityUid Uid { get; init; }

    /// <summary>Groups that it directly belongs to.</summary>
    public required ImmutableArray<EntityUid> Parents { get; init; }

    /// <summary>Entity types that can do it; empty for a mere group.</summary>
    public required ImmutableArray<string> Principals { get; init; }

    /// <summary>Entity types that it can be done on; empty for a mere group.</summary>
    public required ImmutableArray<string> Resources { get; init; }

    /// <summary>What its context holds.</summary>
    public required RecordType Context { get; init; }

    /// <summary>Annotations.</summary>
    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <summary>Where it is declared.</summary>
    public SourceSpan Span { get; init; }
}
