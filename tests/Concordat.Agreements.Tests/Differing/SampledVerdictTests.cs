using System.Text.Json.Nodes;
using Concordat.Agreements.Deciding;
using Concordat.Agreements.Diagnostics;
using Concordat.Agreements.Differing;
using Concordat.Agreements.Facts;
using Concordat.Agreements.Linting;
using Concordat.Agreements.Tests.Kit;
using Concordat.Cedar;

namespace Concordat.Agreements.Tests.Differing;

/// <summary>Decides thousands of random requests by two versions, and asks the comparison to have told each difference that shows.</summary>
public sealed class SampledVerdictTests
{
    private static readonly string[] Actions = ["request", "answer", "toolCall"];

    [Theory]
    [InlineData("2.1", "context.persons.presumedUs > 25", "context.persons.presumedUs > 50")]
    [InlineData("2.5", "context.topics.tracking >= 70", "context.topics.tracking >= 40")]
    [InlineData("3.1", "!context.tool.authorized", "!context.tool.authorized && !context.useCase.humanDecider")]
    [InlineData("4.4", "@remedy(\"refuse\")\n@redline", "@remedy(\"ruling\")")]
    [InlineData("8.1", "\"law-enforcement\", ", "")]
    public void No_difference_between_sampled_verdicts_is_left_out(string clause, string from, string to)
    {
        var after = Amendment.Of(clause, from, to);
        var effects = AgreementDiff.Compare(BaseFolder.Source, after, TestContext.Current.CancellationToken).Clauses.SelectMany(change => change.Effects).ToList();
        var decider = new Decider(AgreementLint.Compile(after, new DiagnosticList())!);

        var random = new Random(clause.GetHashCode(StringComparison.Ordinal) & 0xffff);
        for (var i = 0; i < 4_000; i++)
        {
            var action = Actions[random.Next(Actions.Length)];
            var request = Sample(random, action);
            var (earlier, later) = (Outcomes.Of(BaseFolder.Decider.Decide(request)), Outcomes.Of(decider.Decide(request)));
            if (earlier != later)
            {
                Assert.Contains(effects, effect => effect.Action.Id == action && effect.To > effect.From == later > earlier);
            }
        }
    }

    [Fact]
    public void The_rule_by_which_proofs_decide_is_that_of_the_decider()
    {
        var random = new Random(26);
        var outcomes = new PolicyOutcome[BaseFolder.Decider.Policies.Count];
        var seen = new HashSet<Outcome>();
        for (var i = 0; i < 4_000; i++)
        {
            var request = Sample(random, Actions[i % Actions.Length]);
            BaseFolder.Decider.Policies.EvaluateAll(request, outcomes);
            var expected = Outcomes.Of(BaseFolder.Decider.Decide(request));
            Assert.Equal(expected, Outcomes.Rule.Decide(BaseFolder.Decider.Policies, outcomes));
            seen.Add(expected);
        }

        Assert.Superset(new HashSet<Outcome> { Outcome.Permitted, Outcome.HeldForRuling, Outcome.HeldForAuthorization, Outcome.Refused }, seen);
    }

    // Around an ordinary request: a few facts are anything that they may be.
    private static CedarRequest Sample(Random random, string action)
    {
        var changes = new JsonObject();
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            var fact = KnownFacts.All[random.Next(KnownFacts.All.Length)];
            changes[fact.Path] = fact.Ordinary.Kind switch
            {
                CedarValueKind.Bool => random.Next(2) == 0,
                CedarValueKind.Long when fact.IsSuspicion => (long)random.Next(0, 101),
                CedarValueKind.Long => (long[])[0, 1, 11, 26, 40, 51, 101, 501, 10_001] is var counts ? counts[random.Next(counts.Length)] : 0,
                CedarValueKind.Set => new JsonArray([.. fact.Values.Where(_ => random.Next(6) == 0).Select(value => (JsonNode)value)]),
                _ => fact.Values.IsEmpty ? "NSA" : fact.Values[random.Next(fact.Values.Length)],
            };
        }

        return Kit.FactSheet.Of(action, changes);
    }
}
