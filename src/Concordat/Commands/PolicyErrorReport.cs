namespace Concordat.Commands;

/// <summary>A policy that could not be evaluated, and why.</summary>
internal sealed record PolicyErrorReport(string Policy, string Message);
