using System.Collections.Immutable;

namespace Concordat.Attestation.Bills;

/// <summary>One part that a bill of materials names.</summary>
/// <param name="Type">Its type, such as <c>machine-learning-model</c>, <c>data</c> or <c>library</c>; <c>service</c> for a service.</param>
/// <param name="Name">Its name; empty for a data set without one.</param>
/// <param name="Version">Its version; empty where none is said.</param>
/// <param name="Supplier">Who supplies it; empty where nobody is named.</param>
public sealed record BillComponent(string Type, string Name, string Version, string Supplier)
{
    /// <summary>Its <c>bom-ref</c>; empty where it has none.</summary>
    public string Ref { get; init; } = "";

    /// <summary>Its group, such as the namespace of a repository; empty where none is said.</summary>
    public string Group { get; init; } = "";

    /// <summary>Its package URL; empty where none is said.</summary>
    public string Purl { get; init; } = "";

    /// <summary>Where it stands, such as <c>ancestor of m</c>, <c>part of m</c> or <c>data set of m</c>; empty for one of the bill's own list.</summary>
    public string Place { get; init; } = "";

    /// <summary>Everyone who is named with it, by what they are to it: supplier, manufacturer, publisher, author, provider, owner and so on.</summary>
    public ImmutableArray<(string Role, string Name)> Names { get; init; } = [];
}
