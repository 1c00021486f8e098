namespace Concordat.Console.Data;

/// <summary>One share now and before.</summary>
public sealed record DriftLine(string Words, long Part, long Whole, long PartBefore, long WholeBefore)
{
    /// <summary>Standard errors from which on a difference is hardly chance.</summary>
    private const double Most = 3;

    /// <remarks>Two-proportion z test with the pooled share; chance of a false alarm below 0.3 % a line.</remarks>
    public DriftReading Reading
    {
        get
        {
            if (Whole < Drift.Fewest || WholeBefore < Drift.Fewest)
            {
                return DriftReading.TooFew;
            }

            var (share, before) = ((double)Part / Whole, (double)PartBefore / WholeBefore);
            var pooled = (double)(Part + PartBefore) / (Whole + WholeBefore);
            var error = Math.Sqrt(pooled * (1 - pooled) * ((1.0 / Whole) + (1.0 / WholeBefore)));
            return Math.Abs(share - before) > Most * error ? DriftReading.Moved : DriftReading.Steady;
        }
    }

    public string ReadingWords => Reading switch
    {
        DriftReading.TooFew => "too few to say",
        DriftReading.Steady => "steady",
        _ => (double)Part / Whole > (double)PartBefore / WholeBefore ? "went up: look why" : "went down: look why",
    };
}
