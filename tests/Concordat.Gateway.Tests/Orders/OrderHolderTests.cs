using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>A replacement that is itself what the order is against is marked, and never proposed as if it were none.</summary>
public sealed class OrderHolderTests : IDisposable
{
    private const string Target = """{"vendor":"Example AI","affiliates":["Example AI Federal"]}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    private readonly TestIssuers _issuers = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("concordat-holders");

    public void Dispose()
    {
        _issuers.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void By_its_bill_or_by_its_vendor_in_other_words_a_deployment_is_no_plain_replacement()
    {
        var use = Plan(
            Target, Own(), Other("tuned") with { Bill = Bill("""{"type":"machine-learning-model","name":"harbour-chat","pedigree":{"ancestors":[{"type":"machine-learning-model","name":"Atlas-7B","version":"2","supplier":{"name":"Example AI, Inc."}}]}}""") },
            Other("renamed") with { Vendor = "EXAMPLE AI FEDERAL, LLC" }, Other("served") with { UpstreamModel = "example-ai/atlas-7" }, Other("clean")).Uses.Single(each => each.Deployment == "own");

        Assert.Equal(["clean"], use.Replacements);
        Assert.Equal(["renamed", "served", "tuned"], use.Holders.Select(holder => holder.Deployment).Order(StringComparer.Ordinal));
        Assert.Equal(
            "its bill of materials has Atlas-7B 2 (ancestor of harbour-chat): its supplier `Example AI, Inc.` names `Example AI`", Because(use, "tuned"));
        Assert.Equal("its vendor `EXAMPLE AI FEDERAL, LLC` names `Example AI`", Because(use, "renamed"));
        Assert.Equal("its name `example-ai` names `Example AI`", Because(use, "served"));
        Assert.StartsWith("clean (", use.ReplacementWords(), StringComparison.Ordinal);
        Assert.EndsWith(" hold a target)", use.ReplacementWords(), StringComparison.Ordinal);
        Assert.Contains(use.UnproposedLines(), line => line.StartsWith("not proposed for maintenance in place of own: tuned: its bill", StringComparison.Ordinal));
    }

    [Fact]
    public void A_use_whose_only_way_out_holds_a_target_has_no_replacement()
    {
        var report = Plan(Target, Own(), Other("renamed") with { Vendor = "Example AI, Inc." });

        Assert.Equal(1, report.Unreplaced);
        Assert.Equal("none (renamed holds a target)", report.Uses.Single(each => each.Deployment == "own").ReplacementWords());
    }

    [Fact]
    public void What_is_not_known_of_a_bill_and_what_the_order_does_not_reach_marks_nobody()
    {
        var bill = Bill("""{"type":"machine-learning-model","name":"m","supplier":{"name":"Example AI"}}""");
        var use = Plan(
            """{"vendor":"Example AI","cloud":"azure"}""", Own() with { Cloud = "azure" }, Other("elsewhere") with { Cloud = "aws", Bill = bill, Vendor = "Example AI, Inc." },
            Other("gone") with { Cloud = "azure", Bill = Path.Combine(_folder.FullName, "gone.json") }, Other("none") with { Cloud = "azure" }).Uses.Single(each => each.Deployment == "own");

        Assert.Empty(use.Holders);
        Assert.Equal(3, use.Replacements.Count);
    }

    [Fact]
    public void A_deployment_of_another_version_than_the_order_names_is_a_plain_replacement_and_one_without_a_version_is_none()
    {
        var use = Plan(
            """{"model":"atlas-7","version":"2"}""", Other("own") with { UpstreamModel = "atlas-7", Version = "2" }, Other("newer") with { UpstreamModel = "example/atlas-7", Version = "3" },
            Other("same") with { UpstreamModel = "example/atlas-7", Version = "2.0" }, Other("untold") with { UpstreamModel = "example/atlas-7" }).Uses.Single(each => each.Deployment == "own");

        Assert.Equal(["newer"], use.Replacements);
        Assert.Equal(["same", "untold"], use.Holders.Select(holder => holder.Deployment).Order(StringComparer.Ordinal));
    }

    private static string Because(OrderPlanUseReport use, string deployment) => use.Holders.Single(holder => holder.Deployment == deployment).Because;

    [Fact]
    public void A_candidate_gets_no_requests_of_its_own_and_replaces_nothing()
    {
        var plan = Plan("""{"vendor":"Example AI"}""", Own(), Other("candidate") with { Candidate = true }, Other("ready"));

        Assert.All(plan.Uses, use => Assert.Equal(["ready"], use.Replacements));
    }

    private static DeploymentConfig Own() => Other("own") with { Vendor = "Example AI" };

    private static DeploymentConfig Other(string name) => TestConfig.Sandbox("m") with { Name = name, Vendor = "Integrator" };

    private OrderPlanReport Plan(string targets, params DeploymentConfig[] deployments)
    {
        var config = TestConfig.Default("unused") with { Deployments = deployments };
        var book = OrderBook.Of(OrderSubjects.Terms(_issuers.Configure(config), SignedBaseAgreement.Agreement), [new StoredDocument(1, "out", _issuers.Order("out", targets), Now)]);
        var document = book.Find("out")!;
        var bills = OrderBills.Of(document.Order!, config, DeploymentBills.Read(config, Now), useCase: null);
        return OrderPlan.Of(document.Order!, book, config, Now).Report(document, book, new OrderTraffic(), bills, new ReplacementClauses(SignedBaseAgreement.Agreement, config, new RequestKinds()), Now);
    }

    private string Bill(string components)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.CreateVersion7(Now):N}.json");
        File.WriteAllText(path, $$"""{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[{{components}}]}""");
        return path;
    }
}
