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
        : base(string.Join('\n', diagnostics.Select(Write))) => Diagnostics = diagnostics;

    /// <summary>Why, with the place of each cause but for limits, which have none; at least one.</summary>
    public IReadOnlyList<CedarDiagnostic> Diagnostics { get; }

    // A limit has no place in a text.
    private static string Write(CedarDiagnostic found) => found.Line > 0 ? found.ToString() : found.Help is null ? found.Message : $"{found.Message} ({found.Help})";
}
