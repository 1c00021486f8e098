namespace Concordat.Cedar;

/// <summary>A policy, schema or entity text could not be read.</summary>
public sealed class CedarParseException : Exception
{
    /// <summary>Creates the exception from what was found.</summary>
    public CedarParseException(IReadOnlyList<CedarDiagnostic> diagnostics)
        : base(string.Join('\n', diagnostics)) => Diagnostics = diagnostics;

    /// <summary>What was found, in text order; at least one error.</summary>
    public IReadOnlyList<CedarDiagnostic> Diagnostics { get; }
}
