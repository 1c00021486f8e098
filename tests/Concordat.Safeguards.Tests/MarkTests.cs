using System.Text;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Tests;

public sealed class MarkTests
{
    private static LabelFacts Label(string text, int rank = 2, params string[] nations)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        return inspection.Findings.Label(new NetworkCeiling(rank, [.. nations]) { Compartments = ["SI", "TK"] });
    }

    // the first seven pairs are rendered by the ODNI's public style sheets (see DoDM 5200.01 volume 2)
    [Theory]
    [InlineData("SECRET//NOFORN", "secret", "NOFORN")]
    [InlineData("(S//NF) The unit moved.", "secret", "NOFORN")]
    [InlineData("TOP SECRET//SI/TK//REL TO USA, AUS, GBR", "top-secret", "REL TO,SI,TK")]
    [InlineData("(TS//SI/TK//REL TO USA, AUS, GBR) text", "top-secret", "REL TO,SI,TK")]
    [InlineData("SECRET//RD//NOFORN", "secret", "NOFORN,RD")]
    [InlineData("SECRET//FGI GBR//REL TO USA, GBR", "secret", "FGI,REL TO")]
    [InlineData("SECRET//RELIDO", "secret", "RELIDO")]
    [InlineData("//NATO SECRET", "secret", "NATO")]
    [InlineData("(//NS) text", "secret", "NATO")]
    [InlineData("(NS) The unit moved.", "secret", "NATO")]
    [InlineData("1. (NC) The unit moved.", "confidential", "NATO")]
    [InlineData("(CTS) The unit moved.", "top-secret", "NATO")]
    [InlineData("(NU) The unit moved.", "unclassified", "NATO")]
    [InlineData("(NATO SECRET) The unit moved.", "secret", "NATO")]
    [InlineData("(COSMIC TOP SECRET) The unit moved.", "top-secret", "NATO")]
    [InlineData("//COSMIC TOP SECRET", "top-secret", "NATO")]
    [InlineData("//NATO RESTRICTED", "confidential", "NATO")]
    [InlineData("//JOINT SECRET CAN GBR USA//REL TO USA, CAN, GBR", "secret", "JOINT,REL TO")]
    [InlineData("TOP SECRET//SI/TK//NOFORN", "top-secret", "NOFORN,SI,TK")]
    [InlineData("TOP SECRET//SI-G ABCD//ORCON/NOFORN", "top-secret", "NOFORN,ORCON,SI-G")]
    [InlineData("UNCLASSIFIED//FOUO", "unclassified", "FOUO")]
    [InlineData("CUI//SP-CTI//NOFORN", "cui", "NOFORN,SP-CTI")]
    [InlineData("CUI", "cui", "")]
    [InlineData("**SECRET**", "secret", "")]
    [InlineData("notes below\nCONFIDENTIAL\nmore", "confidential", "")]
    [InlineData("  TOP SECRET  \nfoo", "top-secret", "")]
    [InlineData("Classification: SECRET", "secret", "")]
    [InlineData("1. (S) The ship sailed.", "secret", "")]
    [InlineData("(TS) The ship sailed.", "top-secret", "")]
    [InlineData("(U) The ship sailed.", "unclassified", "")]
    [InlineData("(CUI) Part numbers follow.", "cui", "")]
    [InlineData("(C) The ship sailed.", "confidential", "")]
    [InlineData("SECRET // NOFORN", "secret", "NOFORN")]
    [InlineData("secret//noforn", "secret", "NOFORN")]
    [InlineData("top secret//si//noforn", "top-secret", "NOFORN,SI")]
    [InlineData("the page said SECRET//NOFORN at the top", "secret", "NOFORN")]
    [InlineData("{\"classification\":\"SECRET\"}", "secret", "")]
    [InlineData("ＴＯＰ ＳＥＣＲＥＴ／／ＳＩ／／ＮＯＦＯＲＮ", "top-secret", "NOFORN,SI")]
    [InlineData("SEC\u200BRET//NO\u2060FORN", "secret", "NOFORN")]
    [InlineData("SЕCRET//NОFОRN", "secret", "NOFORN")]
    public void A_mark_is_read(string text, string level, string controls)
    {
        var label = Label(text);
        Assert.True(label.Marked);
        Assert.Equal((level, controls), (label.Level, string.Join(',', label.Controls.Order(StringComparer.Ordinal))));
        Assert.False(label.Malformed);
    }

    [Theory]
    [InlineData("the secret of good bread is time")]
    [InlineData("Secret recipes and top secret plans in the confidential file")]
    [InlineData("SECRET MEETING AT THE DOCKS")]
    [InlineData("my TOP 10 songs")]
    [InlineData("(c) 2024 Example Corp")]
    [InlineData("(C) 2024 Example Corp")]
    [InlineData("(C) Copyright 2024 Example Corp")]
    [InlineData("(A) one\n(B) two\n(C) three\n(D) four")]
    [InlineData("item(S) and unit(U) in class (C) here")]
    [InlineData("see https://secret//example and C://temp")]
    [InlineData("var s = SECRET; // NOTE: keep")]
    [InlineData("if (s // t) return")]
    [InlineData("and/or // comment")]
    [InlineData("CONFIDENTIALITY NOTICE")]
    [InlineData("the CUI program office")]
    public void Prose_and_code_are_not_marks(string text) => Assert.False(Label(text).Marked, $"{Label(text)}");

    [Theory]
    [InlineData("SECRET//NOFORN//REL TO USA, GBR")]
    [InlineData("SECRET//NOFORN/RELIDO")]
    [InlineData("SECRET//REL TO GBR, USA")]
    [InlineData("SECRET//REL TO USA, GBR, AUS")]
    [InlineData("UNCLASSIFIED//SI")]
    [InlineData("CONFIDENTIAL//TK")]
    [InlineData("SECRET//BANANA")]
    [InlineData("SECRET//EXDIS")]
    public void A_mark_that_breaks_a_rule_is_malformed(string text)
    {
        var label = Label(text);
        Assert.True(label.Marked);
        Assert.True(label.Malformed);
    }

    [Fact]
    public void Portions_roll_up_to_the_highest_level_all_controls_and_the_common_nations()
    {
        var text = "(U) One.\n(S//REL TO USA, AUS, GBR) Two.\n(C//REL TO USA, CAN, GBR) Three.\n(TS//SI//REL TO USA, FVEY) Four.\n";
        Assert.Equal("top-secret", Label(text).Level);
        Assert.True(Label(text, 5, "USA", "GBR").Releasable);
        Assert.False(Label(text, 5, "USA", "CAN").Releasable);
        Assert.True(Label(text, 4).AboveNetwork);
        Assert.False(Label(text, 5).AboveNetwork);
    }

    [Theory]
    [InlineData("SECRET//NOFORN", "USA", true)]
    [InlineData("SECRET//NOFORN", "GBR", false)]
    [InlineData("SECRET//REL TO USA, FVEY", "NZL", true)]
    [InlineData("SECRET//REL TO USA, FVEY", "DEU", false)]
    [InlineData("SECRET", "GBR", false)]
    [InlineData("CUI", "GBR", true)]
    [InlineData("no mark", "GBR", true)]
    [InlineData("//NATO SECRET", "DEU", true)]
    [InlineData("//NATO SECRET", "JPN", false)]
    public void Release_follows_the_mark(string text, string nation, bool releasable) => Assert.Equal(releasable, Label(text, 5, nation).Releasable);

    [Theory]
    [InlineData("//NATO SECRET", 4, 0, true)] // a U.S. ceiling, nothing signed
    [InlineData("(//NU) The radar hums.", 5, 0, true)]
    [InlineData("SECRET", 0, 4, true)] // a NATO ceiling, nothing signed
    [InlineData("(U) The radar hums.", 0, 5, true)]
    [InlineData("//NATO SECRET", 0, 4, false)]
    [InlineData("SECRET", 4, 0, false)]
    [InlineData("SECRET\n(//NS) The radar hums.", 4, 0, true)] // one of each
    [InlineData("SECRET\n(//NS) The radar hums.", 0, 4, true)]
    [InlineData("SECRET\n(//NS) The radar hums.", 4, 4, false)]
    [InlineData("SECRET\n(//NS) The radar hums.", 4, 3, true)]
    [InlineData("<ConfidentialityInformation><PolicyIdentifier>NATO</PolicyIdentifier><Classification>SECRET</Classification></ConfidentialityInformation>", 5, 0, true)]
    [InlineData("<ConfidentialityInformation><PolicyIdentifier>NATO</PolicyIdentifier><Classification>SECRET</Classification></ConfidentialityInformation>", 0, 4, false)]
    [InlineData("<ConfidentialityInformation><PolicyIdentifier>USA</PolicyIdentifier><Classification>SECRET</Classification></ConfidentialityInformation>", 0, 5, true)]
    public void A_mark_is_measured_against_the_ceiling_of_its_own_system_alone(string text, int us, int nato, bool above)
    {
        var inspection = new RequestInspection();
        inspection.InspectText(Encoding.UTF8.GetBytes(text));
        var label = inspection.Findings.Label(new NetworkCeiling(us, ["USA"]) { NatoRank = nato, NominalRank = Math.Max(us, nato) });

        Assert.True(label.Marked);
        Assert.Equal(above, label.AboveNetwork);
        Assert.Equal(above, label.Unequal is not null);
    }

    [Fact]
    public void What_is_above_by_its_own_system_wants_no_equivalence()
    {
        var inspection = new RequestInspection();
        inspection.InspectText("TOP SECRET"u8);

        Assert.Null(inspection.Findings.Label(new NetworkCeiling(4, ["USA"]) { NatoRank = 4, NominalRank = 4 }).Unequal);
    }
}
