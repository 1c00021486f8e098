namespace Concordat.Cedar.Syntax;

/// <summary>Findings about one text, bounded in number.</summary>
internal sealed class DiagnosticBag(string? file)
{
    private readonly List<CedarDiagnostic> _found = [];

    public IReadOnlyList<CedarDiagnostic> Found => _found;

    public string? File => file;

    public bool HasErrors { get; private set; }

    public bool IsFull => _found.Count >= CedarLimits.Diagnostics;

    public void Error(string code, SourceSpan span, string message, string? help = null) =>
        Add(CedarDiagnostic.Error(code, file, span, message, help));

    /// <summary>Reads one of several parts: its fault is noted, so that the next part is read all the same.</summary>
    public void Recover(Action read)
    {
        if (IsFull)
        {
            return;
        }

        try
        {
            read();
        }
        catch (SyntaxFault fault)
        {
            Add(fault.Diagnostic);
        }
    }

    public void Add(CedarDiagnostic diagnostic)
    {
        HasErrors |= diagnostic.Severity == CedarSeverity.Error;
        if (!IsFull)
        {
            _found.Add(diagnostic);
        }
    }
}
