using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>A fact that the gateway derives, as people read it.</summary>
/// <param name="Path">Its name, as clauses write it after <c>context.</c>: <c>persons.presumedUs</c>.</param>
/// <param name="Words">What it is, for people: <c>presumed U.S. persons in the text</c>.</param>
/// <param name="Ordinary">Its value for a plain lawful request about nobody; a boolean, a whole number, a text or a set of texts.</param>
public sealed record KnownFact(string Path, string Words, CedarValue Ordinary)
{
    /// <summary>The only values that it takes, or that its set holds; empty when any may be.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>Whether it is a suspicion: 0 to 100, raised from 40, strong from 70.</summary>
    public bool IsSuspicion { get; init; }

    /// <summary>The value that it always has, where nothing in this version ever gives it another.</summary>
    public CedarValue? Always { get; init; }
}
