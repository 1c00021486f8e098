namespace Concordat.Cedar.Syntax;

/// <summary>Unwinds a parser to its recovery point; never leaves this assembly.</summary>
internal sealed class SyntaxFault(CedarDiagnostic diagnostic) : Exception(diagnostic.Message)
{
    public CedarDiagnostic Diagnostic { get; } = diagnostic;
}
