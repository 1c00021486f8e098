using Concordat.Agreements.Facts;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Tests.Deciding;

/// <summary>Holds the list of facts that agreements are checked against to what the gateway really produces.</summary>
public sealed class KnownFactsTests
{
    private static readonly Facts Sample = new(
        "chat",
        new UseCaseFacts("u", "p", "o", "f", "n", "general", [], [], HumanDecider: false, Suspended: false),
        new SourceFacts([], Declared: false, 0, "unknown", Attested: false),
        new PersonFacts(0, 0, 0, 0, 0, [], Located: false, 0),
        MeterFacts.None,
        new LabelFacts(Marked: false, "none", 0, [], AboveNetwork: false, Releasable: true, Malformed: false),
        new TopicFacts(0, 0, 0, 0, 0, 0),
        new ContentFacts([], Hidden: false, Confusable: false, 0, 0),
        new ToolFacts("", "none", Registered: false, Authorized: false, []),
        new DeploymentFacts("d", "v", "c", "r", "n", "cloud", "A0", Approved: true, Verified: false),
        new OrderFacts("none"));

    [Fact]
    public void It_lists_exactly_the_facts_that_the_gateway_binds_with_their_kinds()
    {
        var bound = Flatten(FactsBinding.Bind(Sample), "").Select(fact => $"{fact.Path} {fact.Value.Kind}");

        Assert.Equal(bound.Order(StringComparer.Ordinal), KnownFacts.All.Select(fact => $"{fact.Path} {fact.Ordinary.Kind}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_call_is_never_authorized_as_long_as_the_gateway_reads_no_grants() =>
        Assert.Equal(
            !typeof(FactsBuilder).GetMethods().Any(method => method.GetParameters().Any(parameter => parameter.Name is "authorized" or "grant")),
            KnownFacts.Find("tool.authorized")!.Always is not null);

    private static IEnumerable<(string Path, CedarValue Value)> Flatten(CedarRecord record, string prefix)
    {
        foreach (var name in record.Shape.Names)
        {
            var value = record[name];
            if (value.Kind == CedarValueKind.Record)
            {
                foreach (var inner in Flatten(value.AsRecord, prefix + name + "."))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return (prefix + name, value);
            }
        }
    }
}
