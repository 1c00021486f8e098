namespace Concordat.Configuration;

/// <summary>Which configuration is in force, and what is wrong with the file if a newer one was not taken.</summary>
/// <param name="Generation">1 for the configuration the process started with, one more for each that replaced it.</param>
/// <param name="AppliedAt">Since when the configuration is in force.</param>
/// <param name="CheckedAt">When the file was last read because it had changed.</param>
/// <param name="Errors">Why the file as it stands now is not in force; empty when it is.</param>
internal sealed record ConfigurationStatus(int Generation, DateTimeOffset AppliedAt, DateTimeOffset CheckedAt, IReadOnlyList<string> Errors)
{
    public bool IsCurrent => Errors.Count == 0;
}
