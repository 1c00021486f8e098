using System.Collections.Immutable;
using Concordat.Cedar;

namespace Concordat.Agreements.Facts;

/// <summary>One request that shows something: an ordinary one but for a few facts. It was decided before it was reported.</summary>
/// <param name="Request">The whole request.</param>
/// <param name="Facts">What is not ordinary about it.</param>
public sealed record Example(CedarRequest Request, ImmutableArray<ExampleFact> Facts)
{
    /// <summary>The moment of decision, in words: <c>a prompt</c>, <c>an answer</c>, <c>a tool call</c>.</summary>
    public string Moment => FactWords.Moment(Request.Action);
}
