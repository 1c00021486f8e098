using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Tests.Kit;
using Concordat.Safeguards.Model;
using System.Text.Json.Nodes;

namespace Concordat.Gateway.Tests.Deciding;

public sealed class FactsBindingTests
{
    private static readonly Facts Sample = new(
        "chat",
        new UseCaseFacts("u", "p", "o", "f", "n", "general", ["maintenance"], [], HumanDecider: true, Suspended: false),
        new SourceFacts(["operational"], Declared: true, 0, "no", Attested: true),
        new PersonFacts(1, 1, 0, 0, 1, ["email"], Located: false, 7),
        new MeterFacts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14),
        new LabelFacts(Marked: true, "cui", 2, ["NF"], AboveNetwork: false, Releasable: true, Malformed: false),
        new TopicFacts(1, 2, 3, 4, 5, 6),
        new ContentFacts(["image"], Hidden: false, Confusable: true, 3, 99),
        new ToolFacts("t", "force", Registered: true, Authorized: false, ["force", "none"]),
        new DeploymentFacts("d", "v", "c", "r", "n", "cloud", "A1", Approved: true, Verified: false),
        new OrderFacts("none"));

    [Fact]
    public void The_bound_facts_are_exactly_what_the_shipped_schema_declares()
    {
        var declared = SignedBaseAgreement.Agreement.Schema.Actions[AgreementActions.Request].Context;

        Assert.Null(declared.Mismatch(FactsBinding.Bind(Sample)));
    }

    [Fact]
    public void An_entry_carries_the_same_facts_as_the_clauses_read()
    {
        var json = new CanonicalWriter();
        FactsWriter.Write(json, Sample, FactsWriter.UseCase(Sample.UseCase), FactsWriter.Deployment(Sample.Deployment));

        var read = LedgerFacts.Read(JsonNode.Parse(json.Written.Span)!);

        Assert.Equal(CedarValue.FromRecord(FactsBinding.Bind(Sample)), read);
    }
}
