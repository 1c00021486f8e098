using System.Collections.Immutable;
using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Rulings;

/// <summary>Whose signatures make a ruling.</summary>
/// <param name="Reviewers">The approvers with the role <c>reviewer</c>.</param>
/// <param name="Parties">The sides of the agreement, each of which signs.</param>
public sealed record RulingTerms(ImmutableArray<Approver> Reviewers, ImmutableArray<string> Parties);
