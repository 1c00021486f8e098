namespace Concordat.Agreements.Showing;

/// <summary>The executable part of a clause's source: what stands after its annotations.</summary>
internal static class ClauseBody
{
    public static string Of(string clause)
    {
        foreach (var start in (string[])["\npermit", "\nforbid"])
        {
            var at = clause.IndexOf(start, StringComparison.Ordinal);
            if (at >= 0)
            {
                return clause[(at + 1)..].TrimEnd();
            }
        }

        return clause.TrimEnd();
    }
}
