using System.Security.Cryptography;
using System.Text;
using Concordat.Attestation.Bills;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Orders;
using Concordat.Signing;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>What an order is against, looked for in bills of materials.</summary>
public sealed class OrderBillTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private readonly TestIssuers _issuers = new();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concordat-bills");

    public void Dispose()
    {
        _issuers.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Meta", """ "supplier":{"name":"Meta Platforms, Inc."} """, true)]
    [InlineData("META PLATFORMS, INC.", """ "manufacturer":{"name":"Meta Platforms LLC"} """, true)]
    [InlineData("Meta", """ "supplier":{"name":"Metadata Inc"} """, false)]
    [InlineData("Meta", """ "supplier":{"name":"Pro-Metadata"} """, false)]
    [InlineData("Meta", """ "publisher":"BetaMeta" """, false)]
    [InlineData("Meta", """ "publisher":"ＭＥＴＡ" """, true)]
    [InlineData("Meta", """ "publisher":"Me\u200bta" """, true)]
    [InlineData("OpenAI", """ "author":"Open AI" """, true)]
    [InlineData("Open AI", """ "authors":[{"name":"somebody"},{"name":"OpenAI"}] """, true)]
    [InlineData("Meta", """ "group":"meta-llama" """, true)]
    [InlineData("Meta", """ "purl":"pkg:huggingface/meta-llama/Llama-3@abc" """, true)]
    [InlineData("Meta", """ "purl":"pkg:huggingface/metadata/Llama-3@abc?meta=1#meta" """, false)]
    [InlineData("Example Federal", """ "supplier":{"name":"Example Federal"} """, true)]
    [InlineData("Inc", """ "supplier":{"name":"Other Inc."} """, true)] // no name is left without words
    [InlineData("***", """ "supplier":{"name":"Other"} """, false)]
    public void A_vendor_is_found_by_whole_words(string vendor, string member, bool found) =>
        Assert.Equal(found, Because(new OrderTarget(vendor), Component($$"""{"type":"machine-learning-model","name":"m",{{member}}}""")) is not null);

    [Theory]
    [InlineData("llama*", "Meta-Llama-3.1-8B", "", true)]
    [InlineData("llama-3*", "llama 3.1", "", true)]
    [InlineData("llama-3", "llama-3.1", "", false)]
    [InlineData("llama-3", "Llama 3", "", true)]
    [InlineData("llama-3.1", "llama", "3.1", true)]
    [InlineData("llama@3.1", "meta-llama/Llama", "3.1", true)]
    [InlineData("llama*", "allama", "", false)]
    [InlineData("llama*", "ollama", "1", false)]
    public void A_model_is_found_by_its_name_with_its_version_and_a_family_where_a_word_begins(string model, string name, string version, bool found) =>
        Assert.Equal(found, Because(new OrderTarget(Model: model), Component($$"""{"type":"machine-learning-model","name":"{{name}}","version":"{{version}}"}""")) is not null);

    [Theory]
    [InlineData("atlas-7", "2", """ "name":"atlas-7","version":"2" """, true)]
    [InlineData("atlas-7", "2", """ "name":"atlas-7","version":"3" """, false)]
    [InlineData("atlas-7", "2", """ "name":"atlas-7","version":"2.1" """, false)]
    [InlineData("atlas-7", "2", """ "name":"atlas-7","version":"v2.0" """, true)]
    [InlineData("atlas-7", "v2", """ "name":"Atlas 7","version":" 2 " """, true)]
    [InlineData("atlas-7", "1.12", """ "name":"atlas-7","version":"11.2" """, false)]
    [InlineData("atlas-7", "2", """ "name":"atlas-7-2" """, true)]
    [InlineData("atlas-7", "2", """ "name":"atlas-7-2","version":"0.9" """, true)]
    [InlineData("atlas-7", "2", """ "name":"m","purl":"pkg:huggingface/example/atlas-7@3" """, false)]
    [InlineData("atlas-7", "2", """ "name":"m","purl":"pkg:huggingface/example/atlas-7@2" """, true)]
    [InlineData("atlas-7", "2", """ "name":"atlas-7","version":"3","purl":"pkg:huggingface/example/atlas-7@2" """, true)] // two versions: in doubt it is named
    [InlineData("atlas*", "2", """ "name":"example-atlas-9","version":"2" """, true)]
    [InlineData("atlas*", "2", """ "name":"example-atlas-9","version":"3" """, false)]
    [InlineData("*", "2", """ "name":"atlas-7","version":"2" """, true)]
    [InlineData("*", "2", """ "name":"atlas-7","version":"3" """, false)]
    [InlineData("atlas-7", "beta", """ "name":"atlas-7","version":"beta" """, true)]
    public void A_version_is_found_where_the_component_is_of_it(string model, string version, string members, bool found) =>
        Assert.Equal(found, Because(new OrderTarget("Example AI", Model: model, Version: version), Component($$"""{"type":"machine-learning-model","supplier":{"name":"Example AI"},{{members}}}""")) is not null);

    [Theory]
    [InlineData(""" "name":"atlas-7" """)]
    [InlineData(""" "name":"atlas-7","version":"unknown" """)]
    [InlineData(""" "name":"atlas-7","version":"latest" """)]
    [InlineData(""" "name":"atlas-7","version":" " """)]
    [InlineData(""" "name":"m","purl":"pkg:huggingface/example/atlas-7@5f0b02c75b57c5855da9ae460ce51323ea669d8a" """)]
    [InlineData(""" "name":"m","purl":"pkg:huggingface/example/atlas-7@main" """)]
    public void A_component_that_tells_no_version_may_be_the_one_and_the_finding_says_so(string members) =>
        Assert.EndsWith(
            "it does not say of which version it is, so it may be `2`",
            Because(new OrderTarget(Model: "atlas-7", Version: "2"), Component($$"""{"type":"machine-learning-model",{{members}}}""")), StringComparison.Ordinal);

    [Fact]
    public void Where_vendor_and_model_are_named_both_must_fit_and_nobody_named_is_no_way_out()
    {
        var target = new OrderTarget("Example AI", ["Example AI Federal"], "atlas*");
        Assert.Null(Because(target, Component("""{"type":"machine-learning-model","name":"atlas-7","supplier":{"name":"Other"}}""")));
        Assert.Null(Because(target, Component("""{"type":"machine-learning-model","name":"other-7","supplier":{"name":"Example AI"}}""")));
        Assert.Equal(
            "its name `atlas-7 2` is of the family `atlas*`, and its supplier `Example AI Federal LLC` names `Example AI`",
            Because(target, Component("""{"type":"machine-learning-model","name":"atlas-7","version":"2","supplier":{"name":"Example AI Federal LLC"}}""")));
        Assert.Contains("nobody is named", Because(target, Component("""{"type":"machine-learning-model","name":"atlas-7"}""")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_is_not_called_by_its_maker_as_a_model_is()
    {
        Assert.NotNull(Because(new OrderTarget("Meta"), Component("""{"type":"machine-learning-model","name":"Meta-Llama-3"}""")));
        Assert.Null(Because(new OrderTarget("Meta"), Bill("""{"type":"machine-learning-model","name":"m"},{"type":"library","name":"meta-object"}""").Components[1]));
    }

    [Fact]
    public void The_plan_names_what_each_deployment_contains_and_what_is_not_known()
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        File.WriteAllText(At("provider.pub.pem"), key.PublicKey.ToPem());
        var tuned = Write("tuned", """
            {"type":"machine-learning-model","bom-ref":"tuned","name":"harbour-chat","version":"4","supplier":{"name":"Integrator"},
             "pedigree":{"ancestors":[{"type":"machine-learning-model","bom-ref":"base","name":"Atlas-7B","version":"2","supplier":{"name":"Example AI, Inc."}}]},
             "components":[{"type":"data","name":"chats","publisher":"EXAMPLE AI FEDERAL"}]}
            """);
        var clean = Write("clean", """{"type":"machine-learning-model","name":"other","supplier":{"name":"Example Aid Society"}}""");
        File.WriteAllText(At("broken.json"), """{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"machine-learning-model","name":"m","supplier":"Example AI"}]}""");
        var config = TestConfig.Default("unused") with
        {
            Deployments =
            [
                TestConfig.Sandbox("m") with { Name = "vendors-own", Vendor = "Example AI" },
                Signed("tuned", tuned, tuned), Signed("clean", clean, clean), Signed("swapped", clean, tuned),
                TestConfig.Sandbox("m") with { Name = "unsigned", Bill = clean },
                TestConfig.Sandbox("m") with { Name = "broken", Bill = At("broken.json") },
                TestConfig.Sandbox("m") with { Name = "gone", Bill = At("gone.json") },
            ],
        };

        var (useCase, owner) = (config.UseCases[0].Id, config.UseCases[0].Official);
        var reports = OrderBills.Of(Order("""{"vendor":"Example AI","affiliates":["Example AI Federal"]}"""), config, DeploymentBills.Read(config, Now), useCase: null);
        Assert.Equal(
            $"""
            vendors-own: no bill of materials; the order names the deployment itself; reached by {useCase}; owner {owner}
            tuned: contains; not a target itself; reached by {useCase}; owner {owner}
              chats (part of harbour-chat): its publisher `EXAMPLE AI FEDERAL` names `Example AI`; target: vendor Example AI (with Example AI Federal)
              Atlas-7B 2 [base] (ancestor of harbour-chat): its supplier `Example AI, Inc.` names `Example AI`; target: vendor Example AI (with Example AI Federal)
            clean: nothing found; not a target itself; reached by {useCase}; owner {owner}
            swapped: unknown (it is not signed: the signed statement names another bill); not a target itself; reached by {useCase}; owner {owner}
            unsigned: unknown (it is not signed: no signed statement names its hash); not a target itself; reached by {useCase}; owner {owner}
            broken: unknown (it cannot be read: it is not a JSON bill of materials of at most 64 levels); not a target itself; reached by {useCase}; owner {owner}
            gone: unknown (it cannot be read: the file cannot be opened); not a target itself; reached by {useCase}; owner {owner}
            """,
            string.Join('\n', reports.SelectMany(report => report.Lines())));

        DeploymentConfig Signed(string name, string bill, string signed)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(signed)));
            var statement = Encoding.UTF8.GetBytes($$"""
                {"deployment":"{{name}}","vendor":"concordat","model":"m","version":"1","cloud":"local","region":"local","made":"2026-11-01T00:00:00Z","expires":"2027-01-01T00:00:00Z","bill":"{{hash}}"}
                """);
            File.WriteAllBytes(At($"{name}.dsse.json"), DsseEnvelope.Create("application/vnd.concordat.deployment-statement+json", statement).Sign(key).ToJson());
            return TestConfig.Sandbox("m") with
            {
                Name = name,
                Bill = bill,
                Evidence = new EvidenceConfig { Kind = "statement", File = At($"{name}.dsse.json"), SignedBy = At("provider.pub.pem") },
            };
        }
    }

    [Fact]
    public void A_target_is_looked_for_only_where_its_cloud_and_its_use_case_are_and_not_without_a_maker()
    {
        var bill = Write("b", """{"type":"machine-learning-model","name":"m","supplier":{"name":"Example AI"}}""");
        var config = TestConfig.Default("unused") with { Deployments = [TestConfig.Sandbox("m") with { Bill = bill }, TestConfig.Sandbox("m") with { Name = "far", Cloud = "azure", Bill = bill }] };
        var bills = DeploymentBills.Read(config, Now);

        Assert.Equal(["far"], OrderBills.Of(Order("""{"vendor":"Example AI","cloud":"azure"}"""), config, bills, null).Select(report => report.Deployment));
        Assert.Empty(OrderBills.Of(Order("""{"vendor":"Example AI","useCase":"another"}"""), config, bills, null));
        Assert.Empty(OrderBills.Of(Order("""{"vendor":"Example AI"}"""), config, bills, "another"));
        Assert.Empty(OrderBills.Of(Order("""{"cloud":"azure"},{"model":"*"}"""), config, bills, null));
    }

    [Fact]
    public void Of_many_components_the_first_are_listed_and_the_others_counted_and_none_steers_a_terminal()
    {
        var bill = Write("b", string.Join(',', Enumerable.Repeat("""{"type":"machine-learning-model","name":"\u001b[2Jx","supplier":{"name":"Example\u001b AI"}}""", 45)));
        var config = TestConfig.Default("unused") with { Deployments = [TestConfig.Sandbox("m") with { Bill = bill }] };

        var report = Assert.Single(OrderBills.Of(Order("""{"vendor":"Example AI"}"""), config, DeploymentBills.Read(config, Now), null));
        Assert.Equal((OrderPlanBillReport.Contains, OrderBills.MostListed, 25), (report.Finding, report.Components.Count, report.More));
        Assert.DoesNotContain(report.Lines(), line => line.Any(char.IsControl));
    }

    private static string? Because(OrderTarget target, BillComponent component) => new ComponentTarget(target).Because(new ComponentNames(component));

    private static BillComponent Component(string json) => Bill(json).Components[0];

    private static AiBill Bill(string components) => AiBill.Read(Encoding.UTF8.GetBytes(Json(components)));

    private static string Json(string components) => $$"""{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{{components}}]}""";

    private Order Order(string targets) => OrderReader.Read(_issuers.Order("out", targets), OrderSubjects.Terms(_issuers.Configure(TestConfig.Default("unused")), SignedBaseAgreement.Agreement)).Order!;

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string components)
    {
        File.WriteAllText(At($"{name}.json"), Json(components));
        return At($"{name}.json");
    }
}
