using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>A request of which not everything is known.</summary>
/// <param name="Principal">Who; null when unknown.</param>
/// <param name="Action">What; always known.</param>
/// <param name="Resource">On what; null when unknown.</param>
/// <param name="Context">What is known of the context; null when nothing is.</param>
/// <remarks>
/// With a schema, unknowns are taken to have the types that it declares, and entities to fit it. Without one, an unknown may be
/// any value, and an unknown attribute may be absent.
/// </remarks>
public sealed record PartialRequest(EntityUid? Principal, EntityUid Action, EntityUid? Resource, CedarRecord? Context)
{
    /// <summary>Type of an unknown principal, where that is known.</summary>
    public string? PrincipalType { get; init; }

    /// <summary>Type of an unknown resource, where that is known.</summary>
    public string? ResourceType { get; init; }

    /// <summary>
    /// Attributes of the context that are unknown, as paths such as <c>persons.inWindow</c>; a value that the context holds there is not read.
    /// An attribute whose name holds a dot cannot be named; name the record that it stands in.
    /// </summary>
    public ImmutableArray<string> UnknownContext { get; init; } = [];
}
