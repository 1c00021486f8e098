namespace Concordat.Commands;

/// <summary>The answer of Cedar policies to one request.</summary>
internal sealed record AuthorizationReport(string Decision, IReadOnlyList<string> Reasons, IReadOnlyList<PolicyErrorReport> Errors, bool DeniedForErrors);
