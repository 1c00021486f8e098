namespace Concordat.Oversight.Rulings;

/// <summary>Where a ruling holds: all of it must fit. Force, high stakes and unknown effects are outside every ruling.</summary>
/// <param name="UseCase">Id of the one use case.</param>
/// <param name="Operations">The operations, such as <c>chat</c>; at least one.</param>
/// <param name="Sources">The kinds of data source, of which no other may be in play; <c>unknown</c> lets undeclared ones in. At least one.</param>
/// <param name="AtMost">The largest value of each number that the clauses read, by the name of the fact.</param>
/// <param name="Only">The values that each set of findings may hold, by the name of the fact.</param>
/// <param name="Tools">Names of the tools whose calls it covers; without them it covers requests and answers alone.</param>
public sealed record RulingBounds(
    string UseCase,
    IReadOnlyList<string> Operations,
    IReadOnlyList<string> Sources,
    IReadOnlyDictionary<string, long>? AtMost = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Only = null,
    IReadOnlyList<string>? Tools = null);
