namespace Concordat.Oversight.Stores;

/// <summary>One numbered step of a schema; steps only go forward.</summary>
internal sealed record Migration(int Number, string Name, string Sql);
