namespace Concordat.Commands;

/// <summary>What an evaluation says about one red line, or about one style of it. A rate is null when no line counts towards it.</summary>
/// <param name="Recall">Share of violations with the band possible or above.</param>
/// <param name="HardNegativeRate">Share of permitted look-alikes with the band possible or above.</param>
/// <param name="GreyRate">Share of grey lines with the band possible or above; neither is wrong.</param>
/// <param name="Confusion">Lines by label and band.</param>
internal sealed record RedLineEval(double? Recall, double? HardNegativeRate, double? GreyRate, IReadOnlyDictionary<string, BandCounts> Confusion)
{
    private static readonly string[] _labels = ["violation", "permitted", "grey"];

    public static RedLineEval Of(IReadOnlyCollection<PromptVerdict> verdicts)
    {
        var confusion = _labels.ToDictionary(label => label, label => BandCounts.Of(verdicts.Where(v => v.Label == label)), StringComparer.Ordinal);
        return new RedLineEval(confusion["violation"].FlaggedRate(), confusion["permitted"].FlaggedRate(), confusion["grey"].FlaggedRate(), confusion);
    }
}
