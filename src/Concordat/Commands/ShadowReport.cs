namespace Concordat.Commands;

/// <summary>How the answers of a candidate compare with those of one deployment.</summary>
/// <param name="With">The deployment that answered the clients.</param>
/// <param name="Copies">Copies that were compared.</param>
/// <param name="Agree">Of these, those in which verdict, calls and end agree.</param>
/// <param name="Length">Mean length of text, as a multiple of the other's.</param>
/// <param name="FirstByte">Mean time to the first byte, likewise.</param>
/// <param name="Cost">What the copies cost by the usage that was named, in the currency of prices.</param>
/// <param name="OtherCost">What the same requests cost at the other.</param>
internal sealed record ShadowReport(
    string Candidate, string With, long Copies, long Agree, long Answered, long SameVerdict, long SameCalls, long SameEnd, decimal? Length, decimal? FirstByte, decimal Cost, decimal OtherCost)
{
    public decimal? CostRatio => OtherCost > 0 && Cost > 0 ? Cost / OtherCost : null;
}
