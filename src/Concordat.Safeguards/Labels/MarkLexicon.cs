using System.Collections.Frozen;
using System.Text;

namespace Concordat.Safeguards.Labels;

/// <summary>The words of U.S. and NATO markings (DoDM 5200.01 volume 2; CUI registry; NATO C-M(2002)49).</summary>
internal static class MarkLexicon
{
    /// <summary>Levels as written, longest first, with their rank.</summary>
    public static readonly (string Text, int Rank, bool Spelled)[] Levels =
    [
        ("TOP SECRET", 5, true),
        ("UNCLASSIFIED", 1, true),
        ("CONFIDENTIAL", 3, true),
        ("SECRET", 4, true),
        ("CUI", 2, true),
        ("TS", 5, false),
        ("S", 4, false),
        ("C", 3, false),
        ("U", 1, false),
    ];

    /// <summary>Rank of a level that is spelled out in capitals and is all of a text; 0 for anything else.</summary>
    public static int SpelledRank(ReadOnlySpan<byte> text)
    {
        foreach (var (level, rank, isSpelled) in Levels)
        {
            if (isSpelled && Ascii.Equals(text, level))
            {
                return rank;
            }
        }

        return 0;
    }

    /// <summary>NATO levels, spelled and as portion abbreviations. NATO RESTRICTED has no U.S. equal and ranks with the next level up.</summary>
    public static readonly (string Text, int Rank)[] NatoLevels =
    [
        ("COSMIC TOP SECRET", 5), ("NATO UNCLASSIFIED", 1), ("NATO CONFIDENTIAL", 3), ("NATO RESTRICTED", 3), ("NATO SECRET", 4),
        ("CTS", 5), ("NS", 4), ("NC", 3), ("NR", 3), ("NU", 1),
    ];

    /// <summary>The control that says of a mark that its level is NATO's.</summary>
    public const string Nato = "NATO";

    public static readonly string[] LevelNames = ["none", "unclassified", "cui", "confidential", "secret", "top-secret"];

    /// <summary>Controls as written to their banner name.</summary>
    public static readonly FrozenDictionary<string, string> Controls = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SI"] = "SI", ["COMINT"] = "SI", ["SI-G"] = "SI-G", ["SI-GAMMA"] = "SI-G", ["G"] = "SI-G", ["GAMMA"] = "SI-G",
        ["TK"] = "TK", ["TALENT KEYHOLE"] = "TK", ["HCS"] = "HCS", ["HCS-P"] = "HCS-P", ["HCS-O"] = "HCS-O", ["KDK"] = "KDK", ["RSV"] = "RSV", ["EL"] = "EL", ["EL-EU"] = "EL-EU", ["EL-NK"] = "EL-NK", ["NNPI"] = "NNPI",
        ["SAR"] = "SAR", ["SPECIAL ACCESS REQUIRED"] = "SAR", ["ACCM"] = "ACCM",
        ["RD"] = "RD", ["RESTRICTED DATA"] = "RD", ["FRD"] = "FRD", ["FORMERLY RESTRICTED DATA"] = "FRD", ["TFNI"] = "TFNI",
        ["CNWDI"] = "CNWDI", ["N"] = "CNWDI", ["DOD UCNI"] = "UCNI", ["DOE UCNI"] = "UCNI", ["DCNI"] = "UCNI", ["UCNI"] = "UCNI",
        ["FGI"] = "FGI", ["RSEN"] = "RSEN", ["RS"] = "RSEN", ["FOUO"] = "FOUO", ["FOR OFFICIAL USE ONLY"] = "FOUO",
        ["ORCON"] = "ORCON", ["OC"] = "ORCON", ["ORCON-USGOV"] = "ORCON-USGOV", ["OC-USGOV"] = "ORCON-USGOV",
        ["IMCON"] = "IMCON", ["IMC"] = "IMCON", ["NOFORN"] = "NOFORN", ["NF"] = "NOFORN", ["NOT RELEASABLE TO FOREIGN NATIONALS"] = "NOFORN",
        ["PROPIN"] = "PROPIN", ["PR"] = "PROPIN", ["REL TO"] = "REL TO", ["REL"] = "REL TO", ["RELIDO"] = "RELIDO",
        ["EYES ONLY"] = "EYES ONLY", ["EYES"] = "EYES ONLY", ["DEA SENSITIVE"] = "DSEN", ["DSEN"] = "DSEN", ["FISA"] = "FISA",
        ["DISPLAY ONLY"] = "DISPLAY ONLY", ["DISPLAYONLY"] = "DISPLAY ONLY", ["WAIVED"] = "WAIVED",
        ["LIMDIS"] = "LIMDIS", ["DS"] = "LIMDIS", ["EXDIS"] = "EXDIS", ["XD"] = "EXDIS", ["NODIS"] = "NODIS", ["ND"] = "NODIS",
        ["SBU"] = "SBU", ["SBU NOFORN"] = "SBU-NF", ["SBU-NF"] = "SBU-NF", ["LES"] = "LES", ["LES NOFORN"] = "LES-NF", ["LES-NF"] = "LES-NF",
        ["SSI"] = "SSI", ["ATOMAL"] = "ATOMAL", ["BOHEMIA"] = "BOHEMIA", ["BALK"] = "BALK", ["CRYPTO"] = "CRYPTO",
        ["FEDCON"] = "FEDCON", ["FED ONLY"] = "FED ONLY", ["NOCON"] = "NOCON", ["DL ONLY"] = "DL ONLY", ["ATTORNEY-CLIENT"] = "ATTORNEY-CLIENT",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string[]> _groups = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["FVEY"] = ["USA", "AUS", "CAN", "GBR", "NZL"],
        ["ACGU"] = ["USA", "AUS", "CAN", "GBR"],
        ["TEYE"] = ["USA", "AUS", "GBR"],
        ["NATO"] =
        [
            "ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "ISL",
            "ITA", "LTU", "LUX", "LVA", "MKD", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA",
        ],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The nations that a trigraph or tetragraph stands for.</summary>
    public static string[] Nations(string code) => _groups.TryGetValue(code, out var members) ? members : [code];
}
