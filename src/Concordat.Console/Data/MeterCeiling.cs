namespace Concordat.Console.Data;

/// <summary>A number of persons above which a clause can apply.</summary>
public sealed record MeterCeiling(string Clause, string Title, long Persons, bool Refuses);
