using System.Collections.Immutable;
using Concordat.Cedar;
using Concordat.Cedar.Analysis;

namespace Concordat.Agreements.Diagnostics;

/// <summary>Findings while they are collected.</summary>
internal sealed class DiagnosticList
{
    private readonly List<AgreementDiagnostic> _found = [];

    public bool HasErrors { get; private set; }

    public void Error(string code, string message, string? file = null, int line = 0, int column = 0, string? clause = null) =>
        Add(new AgreementDiagnostic(IsError: true, code, message, file, line, column) { Clause = clause });

    public void Warning(string code, string message, string? file = null, int line = 0, int column = 0, string? clause = null) =>
        Add(new AgreementDiagnostic(IsError: false, code, message, file, line, column) { Clause = clause });

    public void Add(AgreementDiagnostic diagnostic)
    {
        _found.Add(diagnostic);
        HasErrors |= diagnostic.IsError;
    }

    public void AddCedar(IEnumerable<CedarDiagnostic> diagnostics)
    {
        foreach (var found in diagnostics)
        {
            var message = found.Help is null ? found.Message : $"{found.Message} ({found.Help})";
            var code = found.Code.StartsWith("cedar_", StringComparison.Ordinal) ? found.Code : "cedar_" + found.Code;
            Add(new AgreementDiagnostic(found.Severity == CedarSeverity.Error, code, message, found.File, found.Line, found.Column));
        }
    }

    /// <summary>Says why nothing was proved.</summary>
    public void AddRefusal(AnalysisRefusedException refusal, string place)
    {
        foreach (var reason in refusal.Diagnostics)
        {
            Error(AgreementCodes.NotProvable, $"nothing can be proved: {reason.Message}", place, reason.Line, reason.Column);
        }
    }

    public ImmutableArray<AgreementDiagnostic> ToImmutable() => [.. _found];
}
