using System.Text;
using Concordat.Attestation.Bills;

namespace Concordat.Attestation.Tests;

public sealed class AiBillTests
{
    [Fact]
    public void A_bill_is_read_with_its_nested_components()
    {
        var bill = Read(
            """
            {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
             "metadata":{"component":{"type":"machine-learning-model","name":"m","version":"2026-10","supplier":{"name":"Example"}}},
             "components":[{"type":"data","name":"corpus","components":[{"type":"library","name":"inner","publisher":"Others"}]}]}
            """);

        Assert.Equal(["m", "corpus", "inner"], bill.Components.Select(component => component.Name));
        Assert.Equal("Example", bill.Components[0].Supplier);
        Assert.Equal("Others", bill.Components[2].Supplier);
        Assert.Equal(64, bill.Hash.Length);
    }

    [Fact]
    public void Ancestors_data_sets_services_and_everyone_who_is_named_are_read_with_their_places()
    {
        var bill = Read(
            """
            {"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
             "metadata":{"supplier":{"name":"Integrator"},"manufacturer":{"name":"Maker of the bill"},"component":{"type":"machine-learning-model","bom-ref":"m","group":"acme","name":"tuned",
               "purl":"pkg:huggingface/acme/tuned@1","manufacturer":{"name":"Acme"},"publisher":"P","author":"A","authors":[{"name":"B"}],
               "pedigree":{"ancestors":[{"type":"machine-learning-model","name":"base","version":"3","supplier":{"name":"Example"},
                 "pedigree":{"ancestors":[{"type":"machine-learning-model","name":"seed"}]},"components":[{"type":"data","name":"tokens"}]}]},
               "modelCard":{"modelParameters":{"datasets":[{"ref":"d"},{"type":"dataset","bom-ref":"own","name":"chats","governance":{"owners":[{"organization":{"name":"Owner"}}]}}]}}}},
             "components":[{"type":"data","bom-ref":"d","name":"corpus","data":[{"type":"dataset","name":"inner","governance":{"custodians":[{"contact":{"name":"C"}}]}}]}],
             "services":[{"name":"embed","provider":{"name":"Cloud"},"services":[{"name":"deep"}]}]}
            """);

        Assert.Equal(
            ["tuned|", "base|ancestor of tuned", "tokens|part of base", "seed|ancestor of base", "chats|data set of tuned", "corpus|", "inner|data set of corpus", "embed|", "deep|part of embed"],
            bill.Components.Select(component => $"{component.Name}|{component.Place}"));
        Assert.Equal([("supplier", "Integrator"), ("manufacturer", "Acme"), ("publisher", "P"), ("author", "A"), ("author", "B")], bill.Components[0].Names);
        Assert.Equal(("m", "acme", "pkg:huggingface/acme/tuned@1"), (bill.Components[0].Ref, bill.Components[0].Group, bill.Components[0].Purl));
        Assert.Equal([("owner", "Owner")], bill.Components[4].Names);
        Assert.Equal([("provider", "Cloud")], bill.Components[7].Names);
        Assert.Empty(bill.Gaps);
    }

    [Theory]
    [InlineData("""  "compositions":[{"aggregate":"incomplete_third_party_only"}] """, "complete")]
    [InlineData("""  "compositions":[{"aggregate":"unknown"}] """, "complete")]
    [InlineData("""  "externalReferences":[{"type":"bom","url":"urn:cdx:1/1"}] """, "another bill")]
    [InlineData("""  "components":[{"type":"library","name":"l","externalReferences":[{"type":"bom","url":"urn:cdx:1/1"}]}] """, "another bill")]
    [InlineData("""  "components":[{"type":"machine-learning-model","name":"n","modelCard":{"modelParameters":{"datasets":[{"ref":"gone"}]}}}] """, "data set")]
    public void What_a_bill_leaves_open_is_said(string member, string words) =>
        Assert.Contains(words, Assert.Single(Read($$"""{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"machine-learning-model","name":"m"} },{{member}}}""").Gaps), StringComparison.Ordinal);

    [Theory]
    [InlineData(""" "supplier":"Example" """)]
    [InlineData(""" "supplier":{"name":7} """)]
    [InlineData(""" "publisher":["Example"] """)]
    [InlineData(""" "authors":{"name":"Example"} """)]
    [InlineData(""" "purl":null """)]
    [InlineData(""" "pedigree":[] """)]
    [InlineData(""" "pedigree":{"ancestors":{} } """)]
    [InlineData(""" "pedigree":{"ancestors":[{"name":"no type"}]} """)]
    [InlineData(""" "modelCard":{"modelParameters":{"datasets":["d"]}} """)]
    public void A_maker_in_a_form_that_the_standard_does_not_have_is_an_error_and_not_passed_over(string member) =>
        Assert.Throws<FormatException>(() => Read($$"""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"machine-learning-model","name":"m",{{member}}}]}"""));

    [Fact]
    public void Ancestors_without_end_and_components_without_number_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"machine-learning-model","name":"m","pedigree":{"ancestors":[""", 5_000)) + string.Concat(Enumerable.Repeat("]}}", 5_000));
        var many = string.Join(',', Enumerable.Repeat("""{"type":"machine-learning-model","name":"m"}""", 10_001));
        var authors = string.Join(',', Enumerable.Repeat("""{"name":"a"}""", 33));
        foreach (var list in new[] { deep, many, $$"""{"type":"machine-learning-model","name":"m","authors":[{{authors}}]}""" })
        {
            Assert.Throws<FormatException>(() => Read($$"""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{{list}}]}"""));
        }
    }

    [Fact]
    public void A_model_that_others_descend_from_does_not_make_it_a_bill_of_a_model() => Assert.Throws<FormatException>(() => Read(
        """{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"l","pedigree":{"ancestors":[{"type":"machine-learning-model","name":"m"}]}}]}"""));

    [Theory]
    [InlineData("""{"bomFormat":"SPDX","specVersion":"1.6"}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.4","components":[{"type":"machine-learning-model","name":"m"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"m"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"machine-learning-model"}]}""")]
    [InlineData("""{"bomFormat":"CycloneDX","bomFormat":"CycloneDX","specVersion":"1.6"}""")]
    [InlineData("""{"bomFormat":"CycloneDX","specVersion":"1.6","components":7}""")]
    [InlineData("[]")]
    [InlineData("not json")]
    public void What_is_no_bill_of_a_model_is_refused(string json) => Assert.Throws<FormatException>(() => Read(json));

    private static AiBill Read(string json) => AiBill.Read(Encoding.UTF8.GetBytes(json));
}
