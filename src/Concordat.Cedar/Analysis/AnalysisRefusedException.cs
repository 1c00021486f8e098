namespace Concordat.Cedar.Analysis;

/// <summary>The policies cannot be analysed exactly, or not within the limits; nothing was proved.</summary>
public sealed class AnalysisRefusedException : Exception
{
    /// <summary>Code of a finding about a policy outside the analysable subset.</summary>
    public const string SubsetCode = "outside-analysis";

    /// <summary>Code of a finding about a limit.</summary>
    public const string LimitCode = "analysis-limit";

    /// <summary>Creates the exception from what was found.</summary>
    public AnalysisRefusedException(IReadOnlyList<CedarDiagnostic> diagnostics)
        : base(string.Join('\n', diagnostics)) => Diagnostics = diagnostics;

    /// <summary>Why, with the place of each cause; at least one.</summary>
    public IReadOnlyList<CedarDiagnostic> Diagnostics { get; }
}
