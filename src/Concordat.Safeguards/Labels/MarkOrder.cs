namespace Concordat.Safeguards.Labels;

/// <summary>
/// The order of controls in a mark (DoDM 5200.01 volume 2, enclosure 4): control systems, special access, atomic energy, foreign government
/// information, dissemination, other; within each, the order of ODNI's vocabularies.
/// </summary>
internal static class MarkOrder
{
    private static readonly string[] _dissemination =
        ["RSEN", "FOUO", "ORCON", "ORCON-USGOV", "IMCON", "NOFORN", "PROPIN", "REL TO", "RELIDO", "EYES ONLY", "DSEN", "FISA", "DISPLAY ONLY"];

    private static readonly string[] _other = ["LIMDIS", "EXDIS", "NODIS", "SBU", "SBU-NF", "LES", "LES-NF", "SSI", "ACCM", "NNPI"];
    private static readonly string[] _atomic = ["RD", "CNWDI", "FRD", "UCNI", "TFNI"];
    private static readonly string[] _systems = ["EL", "HCS", "KDK", "RSV", "SI", "TK"];

    /// <summary>1 control system, 2 special access, 3 atomic energy, 4 foreign government information, 5 dissemination, 6 other; 0 has no place in the order.</summary>
    public static int Category(string control) =>
        IsSystem(control) ? 1
        : control is "SAR" or "WAIVED" ? 2
        : Array.IndexOf(_atomic, control) >= 0 ? 3
        : control is "FGI" ? 4
        : Array.IndexOf(_dissemination, control) >= 0 ? 5
        : Array.IndexOf(_other, control) >= 0 ? 6
        : 0;

    /// <summary>Needs an accreditation of its own.</summary>
    public static bool IsCompartment(string control) =>
        Category(control) is 1 or 3 && control is not "UCNI" || control is "SAR" or "ATOMAL" or "BOHEMIA" or "BALK" or "CRYPTO";

    /// <summary>The second may follow the first inside one category.</summary>
    public static bool MayFollow(string first, string second) => Category(first) switch
    {
        1 => string.CompareOrdinal(first, second) < 0,
        3 => Array.IndexOf(_atomic, first) < Array.IndexOf(_atomic, second),
        5 => Array.IndexOf(_dissemination, first) < Array.IndexOf(_dissemination, second),
        6 => Array.IndexOf(_other, first) < Array.IndexOf(_other, second),
        _ => true,
    };

    private static bool IsSystem(string control)
    {
        var dash = control.IndexOf('-', StringComparison.Ordinal);
        return Array.IndexOf(_systems, dash < 0 ? control : control[..dash]) >= 0;
    }
}
