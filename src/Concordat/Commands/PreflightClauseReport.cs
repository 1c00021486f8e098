namespace Concordat.Commands;

/// <summary>A clause that decided, and why.</summary>
internal sealed record PreflightClauseReport(string Clause, string? Title, string? Because);
