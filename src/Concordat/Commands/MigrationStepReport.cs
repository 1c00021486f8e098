namespace Concordat.Commands;

/// <summary>One step of a migration.</summary>
internal sealed record MigrationStepReport(string Act, int Stage, string Why, DateTimeOffset Time);
