namespace Concordat.Console.Data;

/// <summary>How many distinct persons a use case has looked up over its window, and where clauses begin to count.</summary>
public sealed record MeterView(string UseCase, long Persons, IReadOnlyList<MeterCeiling> Ceilings);
