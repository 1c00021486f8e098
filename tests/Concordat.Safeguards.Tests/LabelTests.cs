using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Safeguards.Labels;
using Concordat.Safeguards.Model;

namespace Concordat.Safeguards.Tests;

public sealed class LabelTests
{
    private static readonly string[] _levels = ["none", "unclassified", "cui", "confidential", "secret", "top-secret"];

    private const string _xml =
        """
        <slab:originatorConfidentialityLabel xmlns:slab="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0"><slab:ConfidentialityInformation>
        <slab:PolicyIdentifier URI="urn:oid:1.3.26.1.3.1">NATO</slab:PolicyIdentifier><slab:Classification>SECRET</slab:Classification>
        <slab:Category TagName="Releasable To" Type="PERMISSIVE"><slab:GenericValue>SWE</slab:GenericValue><slab:GenericValue>GBR</slab:GenericValue></slab:Category>
        <slab:Category TagName="Special Category Designators" Type="RESTRICTIVE"><slab:GenericValue>ATOMAL</slab:GenericValue></slab:Category>
        </slab:ConfidentialityInformation><slab:CreationDateTime>2026-01-01T00:00:00Z</slab:CreationDateTime></slab:originatorConfidentialityLabel>
        """;

    private const string _json =
        """{"Xmlns":"urn:nato:stanag:4774:confidentialitymetadatalabel:1:0","CreationTime":"2026-01-01T00:00:00Z","ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET","Category":[{"Type":"PERMISSIVE","TagName":"Releasable to","GenericValues":["SWE","GBR"]},{"Type":"RESTRICTIVE","TagName":"Special Category Designators","GenericValues":["ATOMAL"]}]}}""";

    private static LabelFacts Label(string text, NetworkCeiling network)
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Disguise.Body(text), 16));
        return inspection.Findings.Label(network);
    }

    private static NetworkCeiling Network(int rank, string[]? nations = null, params string[] compartments) =>
        new(rank, (nations ?? []).ToFrozenSet(StringComparer.Ordinal)) { NatoRank = rank, Compartments = compartments.ToFrozenSet(StringComparer.Ordinal) };

    public static TheoryData<string, string> Rendered()
    {
        var rows = new TheoryData<string, string>();
        foreach (var row in JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases/marks.json")))!.AsArray())
        {
            rows.Add(row!["banner"]!.GetValue<string>(), row.ToJsonString());
            rows.Add(row["portion"]!.GetValue<string>() + " The unit moved.", row.ToJsonString());
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rendered))]
    public void A_mark_is_read_back_as_ODNI_renders_it(string mark, string attributes)
    {
        var row = JsonNode.Parse(attributes)!;
        string[] Of(string name) => row[name]?.GetValue<string>().Split(' ') ?? [];
        var nato = row["ownerProducer"]!.GetValue<string>() is "NATO";
        var joint = Of("ownerProducer").Length > 1;
        var rank = row["classification"]!.GetValue<string>() switch { "U" => 1, "R" or "C" => 3, "S" => 4, _ => 5 };
        string[] controls =
        [
            .. Of("disseminationControls").Concat(Of("nonICmarkings")).Select(code => code switch
            {
                "NF" => "NOFORN", "OC" => "ORCON", "IMC" => "IMCON", "PR" => "PROPIN", "RS" => "RSEN", "REL" => "REL TO",
                "DS" => "LIMDIS", "XD" => "EXDIS", "ND" => "NODIS", _ => code,
            }),
            .. Of("SCIcontrols"), .. Of("atomicEnergyMarkings").SelectMany(code => code.Split('-')), .. Of("SARIdentifier").Length > 0 ? ["SAR"] : (string[])[],
            .. Of("FGIsourceOpen").Length > 0 ? ["FGI"] : (string[])[], .. nato ? ["NATO"] : (string[])[], .. joint ? ["JOINT"] : (string[])[],
        ];
        string[] compartments = [.. Of("SCIcontrols"), .. Of("atomicEnergyMarkings").SelectMany(code => code.Split('-')), .. Of("SARIdentifier").Select(name => "SAR-" + name)];

        var label = Label(mark, Network(5, null, compartments));
        Assert.Equal((_levels[rank], string.Join(',', controls.Order(StringComparer.Ordinal))), (label.Level, string.Join(',', label.Controls.Order(StringComparer.Ordinal))));
        Assert.False(label.Malformed);
        Assert.False(label.AboveNetwork);
        Assert.Equal(compartments.Length > 0, Label(mark, Network(5)).AboveNetwork);
        Assert.True(Label(mark, Network(rank - 1, null, compartments)).AboveNetwork);
        foreach (var nation in Of("releasableTo").Where(code => code.Length == 3))
        {
            Assert.True(Label(mark, Network(5, [nation])).Releasable, nation);
        }

        Assert.Equal(rank < 3 && !nato && !controls.Any(control => control is "NOFORN" or "SBU-NF" or "LES-NF"), Label(mark, Network(5, ["BRA"])).Releasable);
    }

    [Theory]
    [InlineData("SECRET//NOFORN//SI")]
    [InlineData("SECRET//TK/SI//NOFORN")]
    [InlineData("SECRET//SI//NOFORN/ORCON")]
    [InlineData("SECRET//NOFORN//RD")]
    [InlineData("SECRET//EXDIS//NOFORN")]
    [InlineData("SECRET//SI/NOFORN")]
    [InlineData("SECRET//FGI GBR//SI//NOFORN")]
    [InlineData("SECRET//NF/NF")]
    public void A_mark_out_of_order_is_malformed(string mark) => Assert.True(Label(mark, Network(5)).Malformed);

    [Theory]
    [InlineData("UNCLASSIFIED\n(S) The ship sailed.\n", true)]
    [InlineData("CONFIDENTIAL\n(S//NF) The ship sailed.\n", true)]
    [InlineData("SECRET//REL TO USA, GBR\n(S//NF) The ship sailed.\n", true)]
    [InlineData("SECRET\n(S//OC/NF) The ship sailed.\n", true)]
    [InlineData("TOP SECRET//NOFORN\n(TS//SI//NF) The ship sailed.\n", true)]
    [InlineData("SECRET//NOFORN\n(S//NF) The ship sailed.\n(U) It rained.\n", false)]
    [InlineData("(S//NF) The ship sailed.\n(U) It rained.\n", false)]
    public void A_portion_above_its_banner_is_malformed(string text, bool malformed) => Assert.Equal(malformed, Label(text, Network(5, null, "SI")).Malformed);

    [Theory]
    [InlineData("TOP SECRET//SAR-BP//NOFORN", "SAR-BP", "SAR-XYZ")]
    [InlineData("TOP SECRET//SPECIAL ACCESS REQUIRED-BP//NOFORN", "SAR-BP", "SAR")]
    [InlineData("TOP SECRET//SI//NOFORN", "SI", "TK")]
    [InlineData("TOP SECRET//SI-ABC//NOFORN", "SI-ABC", "SI")]
    [InlineData("TOP SECRET//HCS-P//NOFORN", "HCS-P", "HCS-O")]
    [InlineData("SECRET//RD//NOFORN", "RD", "FRD")]
    public void A_compartment_needs_an_accreditation_of_its_own(string mark, string accredited, string another)
    {
        Assert.False(Label(mark, Network(5, null, accredited)).AboveNetwork);
        Assert.True(Label(mark, Network(5, null, another)).AboveNetwork);
        Assert.True(Label(mark, Network(5)).AboveNetwork);
    }

    [Theory]
    [InlineData(_xml)]
    [InlineData(_json)]
    [InlineData("see the file:\n" + _xml + "\nand answer")]
    public void A_stanag_label_in_a_text_is_a_mark(string text)
    {
        foreach (var written in new[] { text, Disguise.Base64(text), Disguise.Percent(text), System.Text.Json.JsonSerializer.Serialize(text) })
        {
            var label = Label(written, Network(5, ["SWE"], "ATOMAL"));
            Assert.Equal(("secret", "ATOMAL,NATO,REL TO", true, false, false), (label.Level, string.Join(',', label.Controls.Order(StringComparer.Ordinal)), label.Releasable, label.AboveNetwork, label.Malformed));
            Assert.False(Label(written, Network(5, ["DEU"], "ATOMAL")).Releasable);
            Assert.True(Label(written, Network(3, [], "ATOMAL")).AboveNetwork);
            Assert.True(Label(written, Network(5)).AboveNetwork);
        }
    }

    [Fact]
    public void A_stanag_label_in_the_body_itself_is_a_mark()
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Encoding.UTF8.GetBytes("{\"messages\":[{\"content\":\"x\",\"assertion\":" + _json + "}]}"), 16));
        Assert.Equal("secret", inspection.Findings.Label(Network(5)).Level);
        var answer = new AnswerInspection();
        Assert.Null(answer.InspectEvent(Encoding.UTF8.GetBytes(_json), 16));
        Assert.Equal("secret", answer.Findings.Label(Network(5)).Level);
    }

    public static TheoryData<string> NatoLabels =>
    [
        _xml,
        _json,
        """{"ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET"}}""",
        """{"ConfidentialityInformation":{"Classification":"SECRET","PolicyIdentifier":"NATO"}}""",
        """{ "ConfidentialityInformation": { "PolicyIdentifier": "NATO", "Classification": "SECRET" } }""",
        """{ "ConfidentialityInformation": { "Classification": "SECRET", "PolicyIdentifier": "NATO" } }""",
        "{\n  \"ConfidentialityInformation\": {\n    \"PolicyIdentifier\": \"NATO\",\n    \"Classification\": \"SECRET\"\n  }\n}\nand so on",
        "<ConfidentialityInformation>\n<PolicyIdentifier>NATO</PolicyIdentifier>\n<Classification>\nSECRET\n</Classification>\n</ConfidentialityInformation>",
        """["ConfidentialityInformation",{"ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET"}},{"ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET"}}]""",
    ];

    [Theory]
    [MemberData(nameof(NatoLabels))]
    public void A_label_of_NATO_is_no_mark_of_the_US_however_it_is_written(string text)
    {
        // Under a ceiling of NATO SECRET that no U.S. level is equal to.
        var network = new NetworkCeiling(0, []) { NatoRank = 4, NominalRank = 4, Compartments = FrozenSet.Create(StringComparer.Ordinal, "ATOMAL") };
        foreach (var written in new[] { text, "see:\n" + text + "\nand answer", Disguise.Base64(text), Disguise.Percent(text), System.Text.Json.JsonSerializer.Serialize(text) })
        {
            var label = Label(written, network);
            Assert.True(label is { Level: "secret", AboveNetwork: false, Malformed: false }, written);
        }

        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Encoding.UTF8.GetBytes("{\"messages\":[{\"content\":\"x\",\"assertion\":" + (text[0] is '{' or '[' ? text[..(text.LastIndexOfAny(['}', ']']) + 1)] : "\"x\"") + "}]}"), 16));
        Assert.False(inspection.Findings.Label(network).AboveNetwork);
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var answer = new AnswerInspection();
            foreach (var part in new[] { text[..cut], text[cut..] }.Where(part => part.Length > 0))
            {
                Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(part), 64));
            }

            answer.Complete();
            Assert.True(answer.Findings.Label(network) is { Level: "secret", AboveNetwork: false }, $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData("""{"ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET"}} classification: SECRET""")]
    [InlineData("""{"ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET"}}classification:SECRET""")]
    [InlineData("""classification: SECRET {"ConfidentialityInformation":{"PolicyIdentifier":"NATO","Classification":"SECRET"}}""")]
    [InlineData("SECRET\n{\"ConfidentialityInformation\":{\"PolicyIdentifier\":\"NATO\",\"Classification\":\"SECRET\"}}")]
    [InlineData("{\"ConfidentialityInformation\":{\"PolicyIdentifier\":\"NATO\",\"Classification\":\"SECRET\"}}\nSECRET\n")]
    [InlineData("{\"ConfidentialityInformation\":{\"PolicyIdentifier\":\"NATO\",\"Classification\":\"UNCLASSIFIED\",\n\"x\":\"y\",\n\"classification\": \"SECRET\"\n}}")]
    [InlineData("{\"ConfidentialityInformation\":{\"PolicyIdentifier\":\"NATO\",\"Classification\":\"SECRET\",\n\"x\": \"SECRET//NOFORN\"\n}}")]
    [InlineData("{\"ConfidentialityInformation\":{\"PolicyIdentifier\":\"NATO\",\"Classification\":\"SECRET\",\"x\":\"y\",\n(S) The ship sailed.\n}}")]
    [InlineData("""{ "ConfidentialityInformation": { "PolicyIdentifier": "USA", "Classification": "SECRET" } }""")]
    [InlineData("""{ "ConfidentialityInformation": { "PolicyIdentifier": "Ruritania", "Classification": "SECRET" } }""")]
    public void A_mark_of_the_US_beside_or_within_a_label_of_NATO_counts(string text) =>
        Assert.True(Label(text, new NetworkCeiling(0, []) { NatoRank = 4, NominalRank = 4 }).AboveNetwork);

    [Theory]
    [InlineData("\"Classification\":\"SECRET\",\"x\":\"SECRET\"")]
    [InlineData("\"Classification\":\"UNCLASSIFIED\",\"x\":{\"Classification\":\"SECRET\"}")]
    public void Another_member_of_a_label_in_the_body_is_read_as_any_text(string members)
    {
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectJson(Encoding.UTF8.GetBytes("{\"assertion\":{\"ConfidentialityInformation\":{\"PolicyIdentifier\":\"NATO\"," + members + "}}}"), 16));
        Assert.True(inspection.Findings.Label(new NetworkCeiling(0, []) { NatoRank = 4, NominalRank = 4 }).AboveNetwork);
    }

    [Fact]
    public void What_waits_for_a_label_that_does_not_end_counts_before_it_is_let_go()
    {
        var open = "{ \"ConfidentialityInformation\": { \"x\": \"y\",\n\"classification\": \"SECRET\"\n" + string.Concat(Enumerable.Repeat("word ", 450));
        var answer = new AnswerInspection();
        Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(open), 64));

        Assert.Equal("secret", answer.Findings.Label(Network(5)).Level);
    }

    [Fact]
    public void A_stanag_label_is_found_at_every_split_of_a_stream()
    {
        for (var cut = 0; cut <= _xml.Length; cut++)
        {
            var answer = new AnswerInspection();
            foreach (var part in new[] { _xml[..cut], _xml[cut..] }.Where(part => part.Length > 0))
            {
                Assert.Null(answer.InspectEvent(StreamedAnswerTests.Chunk(part), 64));
            }

            answer.Complete();
            Assert.Equal("secret", answer.Findings.Label(Network(5)).Level);
        }
    }

    [Theory]
    [InlineData("NATO", "UNCLASSIFIED", "unclassified", false)]
    [InlineData("NATO", "NATO RESTRICTED", "confidential", false)]
    [InlineData("NATO", "COSMIC TOP SECRET", "top-secret", false)]
    [InlineData("USA", "TOP SECRET", "top-secret", false)]
    [InlineData("Ruritania", "SECRET", "secret", true)]
    [InlineData("NATO", "MOST SECRET", "top-secret", true)]
    public void The_policy_says_what_a_level_is_worth(string policy, string level, string expected, bool malformed)
    {
        var label = Label($"<ConfidentialityInformation><PolicyIdentifier>{policy}</PolicyIdentifier><Classification>{level}</Classification></ConfidentialityInformation>", Network(5));
        Assert.Equal((expected, malformed), (label.Level, label.Malformed));
    }

    [Theory]
    [InlineData("the element ConfidentialityInformation holds a Classification and a policy")]
    [InlineData("<ConfidentialityInformation><PolicyIdentifier>NATO</PolicyIdentifier></ConfidentialityInformation>")]
    public void Talk_about_labels_is_no_label(string text) => Assert.False(Label(text, Network(5)).Marked);

    [Fact]
    public void A_binding_header_declares_the_label_of_the_body()
    {
        var xml = "<mb:BindingInformation xmlns:mb=\"urn:nato:stanag:4778:bindinginformation:1:0\"><mb:MetadataBindingContainer><mb:MetadataBinding><mb:Metadata>"
            + _xml + "</mb:Metadata><mb:DataReference URI=\"\"/></mb:MetadataBinding></mb:MetadataBindingContainer></mb:BindingInformation>";
        var inspection = new RequestInspection();
        Assert.Null(inspection.InspectBinding($"binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"; binding-data-object=\"{Disguise.Base64(xml)}\""));
        Assert.Equal("secret", inspection.Findings.Label(Network(5)).Level);
    }

    [Theory]
    [InlineData("")]
    [InlineData("binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"")]
    [InlineData("binding-type=\"urn:other\"; binding-data-object=\"PGEvPg==\"")]
    [InlineData("binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"; binding-data-object=\"PGEvPg==\"")]
    [InlineData("binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"; binding-data-object=\"!\"")]
    [InlineData("binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"; binding-data-object=\"PCFET0NUWVBFIGEgWzwhRU5USVRZIGIgImMiPl0+PGE+JmI7PC9hPg==\"")]
    [InlineData("binding-type=\"urn:nato:stanag:4778:bindinginformation:1:0\"; binding-data-object=\"PGEvPg==\"; binding-data-object=\"PGEvPg==\"")]
    public void A_binding_header_that_declares_nothing_readable_is_refused(string header)
    {
        var fault = new RequestInspection().InspectBinding(header);
        Assert.True(fault is { Length: > 0 } && char.IsLower(fault[0]) && fault[^1] != '.');
    }

    [Fact]
    public void Labels_form_a_lattice()
    {
        ConfidentialityLabel[] labels =
        [
            .. from rank in Enumerable.Range(3, 2)
               from restrictive in "|SI|SI TK|SAR-BP".Split('|')
               from nations in "anyone|USA|USA GBR|".Split('|')
               select new ConfidentialityLabel("USA", rank, Set(restrictive), nations is "anyone" ? null : Set(nations)),
        ];
        foreach (var a in labels)
        {
            Assert.True(a.Dominates(a));
            foreach (var b in labels)
            {
                var join = a.Join(b)!;
                Assert.True(join.Dominates(a) && join.Dominates(b));
                Assert.Equal(join, b.Join(a));
                Assert.Equal(a.Dominates(b), join.Equals(a));
                Assert.All(labels.Where(c => c.Dominates(a) && c.Dominates(b)), c => Assert.True(c.Dominates(join)));
                Assert.True(!(a.Dominates(b) && b.Dominates(a)) || a.Equals(b));
            }
        }

        var nato = labels[0] with { Policy = "NATO" };
        Assert.Null(nato.Join(labels[0]));
        Assert.False(nato.Dominates(labels[0]));

        static FrozenSet<string> Set(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
