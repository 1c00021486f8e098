using Concordat.Agreements.Clauses;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Keys;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;
using Microsoft.AspNetCore.Http;

namespace Concordat.Gateway.Tests.Judging;

/// <summary>Property: whatever a judge says of whatever suspicions, no verdict is milder than without it, unless it was let clear.</summary>
public sealed class JudgedVerdictsTests
{
    private static readonly long[] Scores = [0, 39, 40, 55, 69, 70, 100];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_verdict_is_milder_with_a_judge_than_without(bool looksAway)
    {
        // the second agreement has clauses that hold only what is possible, so that raising alone would let it pass
        var agreement = looksAway
            ? SignedBaseAgreement.With(
                ("clauses.cedar", "context.operation != \"embeddings\" && context.topics.force >= 70", "context.operation != \"embeddings\" && context.topics.force >= 40 && context.topics.force < 70"),
                ("clauses.cedar", "context.operation != \"embeddings\" && context.topics.socialScoring >= 70", "context.operation != \"embeddings\" && context.topics.socialScoring >= 40 && context.topics.socialScoring < 70"))
            : SignedBaseAgreement.Agreement;
        await using var host = await GatewayHost.StartAsync(agreement: agreement);
        var random = new Random(20261122);
        var (raised, milder) = (0, 0);
        for (var round = 0; round < 20_000; round++)
        {
            var (exchange, deployment, found) = Draw(host.Gateway.Model!, random);
            var (judgement, mayClear) = DrawJudgement(found.Topics, random);
            var action = random.Next(2) == 0 ? AgreementActions.Request : AgreementActions.Answer;
            var (without, _) = DecideStage.Decide(exchange, action, exchange.Route.Resource, found, deployment.Bound, judgement: null);

            var (with, facts) = DecideStage.Decide(exchange, action, exchange.Route.Resource, found, deployment.Bound, judgement);

            Assert.True(mayClear || with.Kind >= without.Kind, $"{found.Topics} {string.Join(' ', judgement.Lines)}");
            Assert.Equal(found with { Topics = facts.Topics }, facts);
            raised += with.Kind > without.Kind ? 1 : 0;
            milder += with.Kind < without.Kind ? 1 : 0;
        }

        Assert.True(raised > 100 && milder > 10, $"{raised} raised, {milder} milder: the draw shows nothing");
    }

    private static (Exchange Exchange, DeploymentModel Deployment, Facts Found) Draw(GatewayModel model, Random random)
    {
        var route = model.Routes["sandbox"];
        var inspection = new RequestInspection();
        inspection.InspectText("x"u8);
        var exchange = new Exchange(
            new DefaultHttpContext(), GatewayEndpoints.DialectOf("chat")!, model, new ApiKeyRecord("k", "maintenance", "test", DateTimeOffset.UnixEpoch, null, null), Guid.Empty, DateTimeOffset.UnixEpoch)
        {
            UseCase = model.UseCases["maintenance"],
            Route = route,
            Findings = inspection.Findings,
            OfferedTools = new ToolFacts("", "none", Registered: false, Authorized: false, []),
        };
        var found = FactsBuilder.OfRequest(exchange, route.Deployments[0]);
        var persons = random.Next(3);
        return (exchange, route.Deployments[0], found with
        {
            Topics = new TopicFacts(Score(random), Score(random), Score(random), Score(random), Score(random), Score(random)),
            Persons = found.Persons with { Distinct = persons, PresumedUs = persons, Unknown = persons, Located = random.Next(2) == 0 },
            Sources = found.Sources with { Kinds = [random.Next(2) == 0 ? "operational" : "commercially-acquired"], Declared = true, UsPersonData = random.Next(2) == 0 ? "no" : "yes" },
            Content = found.Content with { Confusable = random.Next(2) == 0 },
        });
    }

    private static (Judgement Judgement, bool MayClear) DrawJudgement(TopicFacts topics, Random random)
    {
        var mayClear = random.Next(2) == 0;
        var lines = Enum.GetValues<RedLine>().Where(_ => random.Next(3) > 0)
            .Select(line => new JudgedLine(line, Math.Max(SuspicionBands.Score(topics, line), 40), JudgeResults.All[random.Next(JudgeResults.All.Count)], mayClear));
        return (new Judgement("guard", "m", "", [.. lines], TimeSpan.Zero, null), mayClear);
    }

    private static long Score(Random random) => Scores[random.Next(Scores.Length)];
}
