using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Rulings;
using Concordat.Gateway.Tests.Kit;

namespace Concordat.Gateway.Tests.Rulings;

/// <summary>Rulings are proven against the red lines of the agreement, for all facts: a red line opens only where a ruling says so and may.</summary>
public sealed class RulingProverTests
{
    private const string Logistics = "context.useCase.id == \"convoys\" && context.sources.declared && [\"operational\"].containsAll(context.sources.kinds) && context.tool.name == \"\"";

    [Fact]
    public void A_ruling_far_from_red_lines_is_proven() =>
        Assert.True(Prove(new StandingRuling("images", Ids("6.4"), [], "context.useCase.id == \"maintenance\"")).IsProven);

    [Fact]
    public void One_that_would_open_a_red_line_is_refused_with_the_red_line()
    {
        var proof = Prove(new StandingRuling("convoys", Ids("2.7"), [], Logistics));

        Assert.False(proof.IsProven);
        Assert.Equal("2.5", Assert.Single(proof.RedLines, line => !line.Holds).Clause.Id.ToString());
        Assert.Contains("it would open red line `2.5`", proof.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_red_line_that_allows_it_to_a_ruling_opens_where_the_ruling_says_so() =>
        Assert.True(Prove(new StandingRuling("convoys", Ids("2.7"), Ids("2.5"), Logistics)).IsProven);

    [Fact]
    public void A_red_line_that_one_ruling_opens_stays_shut_to_another_beside_it() =>
        Assert.False(Prove(
            new StandingRuling("convoys", Ids("2.7"), Ids("2.5"), Logistics),
            new StandingRuling("others", Ids("2.7"), [], "context.useCase.id == \"others\"")).IsProven);

    [Theory]
    [InlineData("2.1", "")]
    [InlineData("3.1", "")]
    [InlineData("1.1", "")]
    [InlineData("99.1", "")]
    [InlineData("6.4", "2.1")]
    [InlineData("6.4", "3.1")]
    [InlineData("6.4", "2.7")]
    public void Nothing_but_a_clause_that_waits_for_rulings_is_ruled_on_and_no_red_line_opened_that_does_not_allow_it(string clause, string opens) =>
        Assert.NotNull(Prove(new StandingRuling("bad", Ids(clause), opens.Length == 0 ? [] : Ids(opens), "context.useCase.id == \"x\"")).Fault);

    [Theory]
    [InlineData("context.useCase.id ==")]
    [InlineData("true } when { true")]
    [InlineData("context.nothing == 1")]
    [InlineData("true }; permit (principal, action, resource) when { true")]
    public void A_condition_that_is_more_or_less_than_one_proves_nothing(string condition) =>
        Assert.False(Prove(new StandingRuling("bad", Ids("6.4"), [], condition)).IsProven);

    private static RulingProof Prove(params StandingRuling[] rulings) =>
        RulingProver.Prove(SignedBaseAgreement.Agreement, [.. rulings], TestContext.Current.CancellationToken);

    private static ImmutableArray<ClauseId> Ids(string id) => [ClauseId.Parse(id)];
}
