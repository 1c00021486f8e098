using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>The answer to a request of which not everything is known.</summary>
/// <param name="Decision">Allow or deny only when every value of the unknowns gives that; otherwise depends.</param>
/// <param name="DependsOn">For depends: the unknowns, such as <c>principal</c> or <c>context.persons.inWindow</c>, in ordinal order.</param>
/// <param name="Outcomes">How each policy comes out, in text order.</param>
public sealed record PartialAnswer(PartialDecision Decision, ImmutableArray<string> DependsOn, ImmutableArray<PartialOutcome> Outcomes);
