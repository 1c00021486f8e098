namespace Concordat.Agreements.Documents;

/// <summary>A U.S. level and a NATO level that the parties take for equal: a text marked with one passes where a ceiling is the other.</summary>
/// <param name="Us">One of <see cref="ClassificationLevels.Us"/>.</param>
/// <param name="Nato">One of <see cref="ClassificationLevels.Nato"/>.</param>
public sealed record LevelEquivalence(string Us, string Nato);
