using System.Text.Json.Nodes;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Showing;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

public sealed class AgreementTextTests
{
    [Fact]
    public void The_whole_shows_each_clause_beneath_its_prose()
    {
        var text = AgreementText.Render(BaseFolder.Source);

        Assert.StartsWith("agreement: base 1.0.0\nhash:      ", text, StringComparison.Ordinal);
        var last = 0;
        foreach (var clause in BaseFolder.Model.Clauses)
        {
            var prose = text.IndexOf($"### {clause.Id} {clause.Title}", StringComparison.Ordinal);
            var shown = text.IndexOf($"    clause {clause.Id}: ", StringComparison.Ordinal);
            Assert.True(last < prose && prose < shown, clause.Id.ToString());
            last = shown;
        }
    }

    [Fact]
    public void One_clause_shows_its_authorities_words_and_source()
    {
        var text = AgreementText.Render(BaseFolder.Source, "3.1");

        Assert.StartsWith("### 3.1 Every effect of force needs a human authorization\n", text, StringComparison.Ordinal);
        Assert.Contains("clause 3.1: holds for an authorization of exactly this act, red line", text, StringComparison.Ordinal);
        Assert.Contains("authority: DoD Directive 3000.09, 25 January 2023 (edition 2023-01-25)", text, StringComparison.Ordinal);
        Assert.Contains("because: the tool applies force", text, StringComparison.Ordinal);
        Assert.Contains("when { context.tool.effect == \"force\" && !context.tool.authorized };", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### 3.2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("@clause", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_article_shows_its_provisions_only()
    {
        var text = AgreementText.Render(BaseFolder.Source, "1");

        Assert.Contains("### 1.4", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### 10.1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("### 11.1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void As_json_it_has_prose_clause_authorities_and_facts()
    {
        using var parties = new Parties();
        var json = JsonNode.Parse(AgreementReport.Write(BaseFolder.Source, parties.Trusted))!;

        Assert.Equal("base", json["id"]!.GetValue<string>());
        Assert.Equal("vendor", json["signers"]![1]!["role"]!.GetValue<string>());
        var provision = json["provisions"]!.AsArray().Single(each => each!["id"]!.GetValue<string>() is "2.8")!;
        Assert.Contains("in whatever number", provision["prose"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["persons.presumedUs", "sources.kinds"], provision["clause"]!["facts"]!.AsArray().Select(fact => fact!.GetValue<string>()));
        Assert.StartsWith("forbid (", provision["clause"]!["cedar"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_as_json_have_codes_and_places()
    {
        var json = JsonNode.Parse(AgreementReport.Write([new AgreementDiagnostic(true, "a_code", "it is wrong", "a.cedar", 3, 4) { Clause = "2.1" }]))!;

        Assert.Equal("""[{"severity":"error","code":"a_code","message":"it is wrong","file":"a.cedar","line":3,"column":4,"clause":"2.1"}]""", json.ToJsonString());
    }
}
