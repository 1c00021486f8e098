using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Dialects;
using Concordat.Gateway.Model;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Pipeline;

/// <summary>Decides a request for one candidate deployment, hosted tools included. Pure, no I/O.</summary>
internal static class RequestVerdicts
{
    /// <summary>
    /// The most severe of the verdicts on the request and on every tool that the vendor itself would run: such a call would never
    /// come past the gateway, so offering it is decided like making it. Certified work goes on in spite of one thing at most: a case is about one thing.
    /// </summary>
    public static (Verdict Verdict, Facts Facts) Decide(Exchange exchange, DeploymentModel deployment)
    {
        var found = FactsBuilder.OfRequest(exchange, deployment);
        var (worst, facts) = DecideStage.Decide(exchange, AgreementActions.Request, exchange.Route.Resource, found, deployment.Bound, exchange.Judgement);
        var continued = worst.IsContinued ? 1 : 0;
        foreach (var offered in exchange.Request.Tools)
        {
            if (!offered.Hosted)
            {
                continue;
            }

            var (verdict, toolFacts) = DecideHosted(exchange, deployment, found, offered);
            continued += verdict.IsContinued ? 1 : 0;
            if (verdict.IsHarderThan(worst))
            {
                (worst, facts) = (verdict, toolFacts);
            }
            else
            {
                worst = worst.Citing(verdict);
            }
        }

        return (continued > 1 ? worst.Held() : worst, facts);
    }

    /// <summary>
    /// Whether one thing alone is held. A case is about one thing: where the request and a tool of the vendor wait, or two such tools, the
    /// grant of one must not let the other out.
    /// </summary>
    public static bool HoldsOneThing(Exchange exchange, DeploymentModel deployment)
    {
        var facts = FactsBuilder.OfRequest(exchange, deployment);
        var held = DecideStage.Decide(
            exchange, AgreementActions.Request, exchange.Route.Resource, facts, deployment.Bound, exchange.Judgement).Verdict.Held().Kind == VerdictKind.Hold ? 1 : 0;
        foreach (var offered in exchange.Request.Tools)
        {
            if (offered.Hosted && DecideHosted(exchange, deployment, facts, offered).Verdict.Held().Kind == VerdictKind.Hold)
            {
                held++;
            }
        }

        return held <= 1;
    }

    /// <summary>The effect of a tool that the vendor would run.</summary>
    public static string EffectOf(Exchange exchange, OfferedTool offered) =>
        FactsBuilder.Tool(exchange.Model.Tools, NameOf(offered), exchange.OfferedTools.Offered).Effect;

    private static (Verdict Verdict, Facts Facts) DecideHosted(Exchange exchange, DeploymentModel deployment, Facts facts, OfferedTool offered)
    {
        var name = NameOf(offered);
        var toolFacts = facts with { Tool = FactsBuilder.Tool(exchange.Model.Tools, name, facts.Tool.Offered) };
        return DecideStage.Decide(
            exchange, AgreementActions.ToolCall, new Cedar.EntityUid(EntityTypes.Tool, name), toolFacts, deployment.Bound, exchange.Judgement);
    }

    private static string NameOf(OfferedTool offered) =>
        offered.Name.Length is > 0 and <= Release.AnswerVerdicts.MaxToolName ? offered.Name : "(unnamed)";
}
