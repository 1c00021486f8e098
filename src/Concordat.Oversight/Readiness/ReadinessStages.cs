namespace Concordat.Oversight.Readiness;

/// <summary>How far a use case can be let out, in this order.</summary>
public static class ReadinessStages
{
    public const string NotReady = "not-ready";
    public const string Shadow = "shadow";
    public const string Trial = "trial";
    public const string General = "general";

    public static readonly IReadOnlyList<string> All = [NotReady, Shadow, Trial, General];

    /// <summary>0 to 3; -1 for a word that is no stage.</summary>
    public static int Rank(string stage)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (All[i].Equals(stage, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
