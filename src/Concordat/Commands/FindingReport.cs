using Concordat.Cedar;

namespace Concordat.Commands;

/// <summary>One finding: where, what, and how bad.</summary>
internal sealed record FindingReport(string Severity, string Code, string? File, int? Line, int? Column, string Message, string? Help = null)
{
    public static FindingReport Of(CedarDiagnostic finding) => new(
        finding.Severity == CedarSeverity.Error ? "error" : "warning",
        finding.Code,
        finding.File,
        finding.Line,
        finding.Column,
        finding.Message,
        finding.Help);
}
