using Concordat.Safeguards.Model;

namespace Concordat.Commands;

/// <summary>How many lines came into which band.</summary>
internal sealed record BandCounts(int Absent, int Possible, int Likely)
{
    public static BandCounts Of(IEnumerable<PromptVerdict> verdicts)
    {
        var bands = verdicts.ToLookup(v => v.Band);
        return new BandCounts(bands[SuspicionBand.Absent].Count(), bands[SuspicionBand.Possible].Count(), bands[SuspicionBand.Likely].Count());
    }

    /// <summary>Share in the band possible or above, rounded to a tenth of a thousandth; null when there are no lines.</summary>
    public double? FlaggedRate()
    {
        var all = Absent + Possible + Likely;
        return all == 0 ? null : Math.Round((Possible + Likely) / (double)all, 4);
    }
}
