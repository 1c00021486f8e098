namespace Concordat.Safeguards.Labels;

/// <summary>Which controls may stand together (DoDM 5200.01 volume 2, and the ISM Schematron rules named at each line).</summary>
internal static class MarkRules
{
    private static readonly string[] _exclusive = ["NOFORN", "RELIDO", "DISPLAY ONLY"];
    private static readonly string[] _classifiedOnly = ["SI", "SI-G", "TK", "HCS", "HCS-P", "HCS-O", "KDK", "ORCON", "ORCON-USGOV", "IMCON", "RD", "FRD", "CNWDI", "FISA", "RSEN", "SAR"];

    public static bool AreBroken(int rank, IReadOnlySet<string> controls, IReadOnlyList<string> releasableTo)
    {
        // ISM-ID-00169: NOFORN, RELIDO and DISPLAY ONLY exclude each other; NOFORN and REL TO contradict each other
        if (_exclusive.Count(controls.Contains) > 1 || (controls.Contains("NOFORN") && controls.Contains("REL TO")))
        {
            return true;
        }

        // EXDIS and NODIS are never released to foreigners, and exclude each other
        if (controls.Contains("EXDIS") && controls.Contains("NODIS"))
        {
            return true;
        }

        if (rank >= 3 && (controls.Contains("EXDIS") || controls.Contains("NODIS")) && !controls.Contains("NOFORN"))
        {
            return true;
        }

        // compartments, originator control and atomic energy data are always classified
        if (rank < 3 && _classifiedOnly.Any(controls.Contains))
        {
            return true;
        }

        // talent keyhole and gamma begin at secret
        if (rank < 4 && (controls.Contains("TK") || controls.Contains("SI-G")))
        {
            return true;
        }

        return IsListBroken(releasableTo);
    }

    /// <summary>REL TO: USA first, then trigraphs in order, then tetragraphs in order, at least one besides USA.</summary>
    private static bool IsListBroken(IReadOnlyList<string> list)
    {
        if (list.Count == 0)
        {
            return false;
        }

        if (!string.Equals(list[0], "USA", StringComparison.Ordinal) || list.Count == 1)
        {
            return true;
        }

        for (var i = 2; i < list.Count; i++)
        {
            var (before, here) = (list[i - 1], list[i]);
            if (before.Length > here.Length || (before.Length == here.Length && string.CompareOrdinal(before, here) >= 0))
            {
                return true;
            }
        }

        return false;
    }
}
