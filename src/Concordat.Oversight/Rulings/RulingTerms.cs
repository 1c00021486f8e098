using System.Collections.Immutable;
using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Rulings;

/// <summary>Whose signatures make a ruling.</summary>
/// <param name="Reviewers">The people who have a seat on the panel, each with a key of their own.</param>
/// <param name="Quorum">The panel, as the agreement seats it for rulings: each seat is taken by a person of its own.</param>
public sealed record RulingTerms(ImmutableArray<Approver> Reviewers, Quorum Quorum);
