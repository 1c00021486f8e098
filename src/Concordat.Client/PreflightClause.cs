namespace Concordat.Client;

/// <summary>A clause that decided.</summary>
/// <param name="Clause">Its number in the agreement.</param>
/// <param name="Title">Its title.</param>
/// <param name="Authority">The law or policy behind it, where there is one.</param>
/// <param name="Because">Why it applied, in plain words.</param>
public sealed record PreflightClause(string Clause, string? Title, string? Authority, string? Because);
