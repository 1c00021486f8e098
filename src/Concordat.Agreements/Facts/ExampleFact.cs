using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>One fact of an example.</summary>
/// <param name="Path">Its name, as <c>persons.presumedUs</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Words">Both in words: <c>presumed U.S. persons in the text: 26</c>.</param>
public sealed record ExampleFact(string Path, CedarValue Value, string Words);
