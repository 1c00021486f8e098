using System.Collections.Immutable;

namespace Concordat.Cedar.Analysis;

/// <summary>A complete request that shows an answer. It was evaluated before it was reported.</summary>
/// <param name="Request">The request; its context fits the schema.</param>
/// <param name="Entities">The entities that go with it; empty when policies read no data of entities.</param>
/// <param name="Reasons">What about the request matters, such as <c>persons.usDistinct in 26..49</c>; everything else may be otherwise.</param>
public sealed record Witness(CedarRequest Request, EntityStore Entities, ImmutableArray<string> Reasons)
{
    /// <summary>The action, and what matters about the request.</summary>
    public override string ToString() => $"{Request.Action} with {(Reasons.IsEmpty ? "anything" : string.Join(", ", Reasons))}";
}
