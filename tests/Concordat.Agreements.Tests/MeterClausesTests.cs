using System.Text.Json.Nodes;
using Concordat.Agreements.Tests.Kit;

namespace Concordat.Agreements.Tests;

/// <summary>The example clauses that read meters decide as their prose says, beside those of the base agreement.</summary>
public sealed class MeterClausesTests
{
    private static readonly string Examples = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "agreements", "examples", "meters", "clauses.cedar"));

    [Theory]
    [InlineData("request", "meters.useCaseHour", 30, 31, "2.21")]
    [InlineData("answer", "meters.callerHour", 20, 21, "2.21")]
    [InlineData("request", "meters.purposeMonth", 150, 151, "2.22")]
    [InlineData("request", "meters.joined", 5, 6, "2.23")]
    public void The_ceiling_itself_passes_and_one_more_does_not(string action, string fact, int passes, int stops, string clause)
    {
        var decider = BaseFolder.DeciderOf(BaseFolder.Source.Clauses + Examples);

        Assert.Equal(VerdictKind.Permit, decider.Decide(FactSheet.Of(action, (fact, passes))).Kind);
        var verdict = decider.Decide(FactSheet.Of(action, (fact, stops)));
        Assert.Equal([clause], verdict.Clauses.Select(deciding => deciding.Clause.Id.ToString()));
    }

    [Fact]
    public void Broad_queries_volleys_and_hasty_approvals_stop_only_what_they_are_about()
    {
        var decider = BaseFolder.DeciderOf(BaseFolder.Source.Clauses + Examples);

        Assert.Equal(VerdictKind.Permit, decider.Decide(FactSheet.Of("request", ("meters.broadDay", 21))).Kind);
        Assert.Equal(["2.24"], Clauses("request", ("meters.broadDay", 21), ("persons.presumedUs", 11)));
        Assert.Equal(VerdictKind.Permit, decider.Decide(FactSheet.Of("toolCall", ("meters.forceHour", 11))).Kind);
        Assert.Contains("3.21", Clauses("toolCall", ("meters.forceHour", 11), ("tool.effect", "force")));
        Assert.Equal(VerdictKind.Permit, decider.Decide(FactSheet.Of("toolCall", ("meters.approvals", 9), ("meters.hastyApprovals", 100))).Kind);
        Assert.Equal(["3.22"], Clauses("toolCall", ("meters.approvals", 10), ("meters.hastyApprovals", 51)));

        IEnumerable<string> Clauses(string action, params (string, JsonNode)[] facts) =>
            decider.Decide(FactSheet.Of(action, facts)).Clauses.Select(deciding => deciding.Clause.Id.ToString());
    }

    [Fact]
    public void A_meter_that_is_missing_refuses()
    {
        var decider = BaseFolder.DeciderOf(BaseFolder.Source.Clauses + Examples);

        Assert.Equal(VerdictKind.Refuse, decider.Decide(FactSheet.Without("request", "meters.purposeMonth")).Kind);
    }
}
