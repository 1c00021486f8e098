namespace Concordat.Safeguards.Model;

/// <summary>How strong a suspicion is, in the words that clauses and evaluations use.</summary>
public enum SuspicionBand
{
    /// <summary>A score below 40: nothing follows from it.</summary>
    Absent,

    /// <summary>A score of 40 to 69: enough to ask a human where the agreement says so.</summary>
    Possible,

    /// <summary>A score of 70 or more.</summary>
    Likely,
}
