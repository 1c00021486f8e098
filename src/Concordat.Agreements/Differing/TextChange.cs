using System.Collections.Immutable;

namespace Concordat.Agreements.Differing;

/// <summary>A change of words: of a term, a provision, an authority or the facts.</summary>
/// <param name="Kind">What happens to it.</param>
/// <param name="Name">What it is, for people: <c>2.8 No look-ups in commercially acquired data</c>.</param>
/// <param name="Details">What changes in it, each as <c>before → after</c>; may be empty.</param>
public sealed record TextChange(ChangeKind Kind, string Name, ImmutableArray<string> Details);
