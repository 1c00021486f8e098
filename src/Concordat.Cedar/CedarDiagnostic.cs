using System.Text;

namespace Concordat.Cedar;

/// <summary>One finding about a policy or schema text: what is wrong, where, and what to do.</summary>
/// <param name="Severity">Whether the text may still be used.</param>
/// <param name="Code">Stable code of the finding.</param>
/// <param name="File">Name of the text, as given to the parser.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in code points, from 1.</param>
/// <param name="Message">What is wrong: lower case, no final period.</param>
/// <param name="Help">The way out, where one is known.</param>
public sealed record CedarDiagnostic(
    CedarSeverity Severity,
    string Code,
    string? File,
    int Line,
    int Column,
    string Message,
    string? Help = null)
{
    /// <summary>Where in the text, as offsets.</summary>
    public SourceSpan Span { get; init; }

    /// <summary>Id of the policy that the finding is about, where there is one.</summary>
    public string? PolicyId { get; init; }

    internal static CedarDiagnostic Error(string code, string? file, SourceSpan span, string message, string? help = null) =>
        new(CedarSeverity.Error, code, file, span.Line, span.Column, message, help) { Span = span };

    internal static CedarDiagnostic Warning(string code, string? file, SourceSpan span, string message, string? help = null) =>
        new(CedarSeverity.Warning, code, file, span.Line, span.Column, message, help) { Span = span };

    /// <summary><c>file:line:column: message (help)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (File is not null)
        {
            text.Append(File).Append(':');
        }

        text.Append(Line).Append(':').Append(Column).Append(": ").Append(Message);
        if (Help is not null)
        {
            text.Append(" (").Append(Help).Append(')');
        }

        return text.ToString();
    }
}
