using System.Globalization;

namespace Concordat.Oversight.Candidates;

/// <summary>How the answers of a candidate compare with those of one deployment.</summary>
/// <param name="With">The deployment that answered the clients.</param>
/// <param name="Copies">Copies that were compared.</param>
/// <param name="Agree">Of these, those in which verdict, calls and end agree.</param>
/// <param name="Answered">Those that the candidate answered whole.</param>
/// <param name="SameVerdict">Those whose answers were permitted, held or refused alike.</param>
/// <param name="SameCalls">Those with the same tools and the same arguments.</param>
/// <param name="SameEnd">Those with the same reason to finish.</param>
/// <param name="Length">Mean length of text, as a multiple of the other's.</param>
/// <param name="FirstByte">Mean time to the first byte, likewise.</param>
/// <param name="Cost">What the copies cost by the usage that was named, in the currency of prices.</param>
/// <param name="OtherCost">What the same requests cost at the other.</param>
public sealed record ShadowReport(
    string Candidate, string With, long Copies, long Agree, long Answered, long SameVerdict, long SameCalls, long SameEnd, decimal? Length, decimal? FirstByte, decimal Cost, decimal OtherCost)
{
    public decimal? CostRatio => OtherCost > 0 && Cost > 0 ? Cost / OtherCost : null;

    /// <summary>A part of the copies for people, such as <c>96.1 %</c>.</summary>
    public string Share(long part) => string.Create(CultureInfo.InvariantCulture, $"{100m * part / Copies:F1} %");

    /// <summary>A multiple for people, such as <c>x 1.12</c>; a dash where it is not known.</summary>
    public static string Times(decimal? ratio) => ratio is { } times ? string.Create(CultureInfo.InvariantCulture, $"x {times:F2}") : "-";
}
