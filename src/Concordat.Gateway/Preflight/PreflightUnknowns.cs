using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Model;
using Concordat.Gateway.Pipeline;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Preflight;

/// <summary>What a preflight cannot know: facts that are settled only when the request is sent, and the clauses that hang on them.</summary>
internal static class PreflightUnknowns
{
    /// <summary>What the meters show then: others are counted in meanwhile, and this text is not yet; calls and approvals are read when calls are made.</summary>
    private static readonly ImmutableArray<string> Unknown =
        ["persons.inWindow", .. Agreements.Facts.KnownFacts.All.Select(fact => fact.Path).Where(path => path.StartsWith("meters.", StringComparison.Ordinal))];

    /// <summary>The clauses that may come out otherwise when the request is sent, each with the facts that it hangs on, in the order of the agreement.</summary>
    public static IReadOnlyList<(Clause Clause, ImmutableArray<string> Facts)> Of(Exchange exchange, DeploymentModel deployment)
    {
        var facts = FactsBuilder.OfRequest(exchange, deployment);
        var found = new SortedDictionary<int, ImmutableArray<string>>();
        Add(found, exchange, AgreementActions.Request, exchange.Route.Resource, facts, deployment);
        foreach (var offered in exchange.Request.Tools.Where(offered => offered.Hosted))
        {
            var toolFacts = facts with { Tool = FactsBuilder.Tool(exchange.Model.Tools, offered.Name, facts.Tool.Offered) };
            Add(found, exchange, AgreementActions.ToolCall, new EntityUid(EntityTypes.Tool, offered.Name), toolFacts, deployment);
        }

        return [.. found.Select(pair => (exchange.Model.Agreement.Clauses[pair.Key], pair.Value))];
    }

    private static void Add(
        SortedDictionary<int, ImmutableArray<string>> found, Exchange exchange, EntityUid action, EntityUid resource, Facts facts, DeploymentModel deployment)
    {
        var context = FactsBinding.Bind(facts, exchange.UseCase.Bound, deployment.Bound);
        var request = new PartialRequest(exchange.UseCase.Principal, action, resource, context) { UnknownContext = Unknown };
        var outcomes = exchange.Model.Agreement.Policies.EvaluatePartially(request).Outcomes;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Kind == PartialOutcomeKind.Unknown)
            {
                found[i] = [.. outcomes[i].DependsOn.Select(path => path["context.".Length..])];
            }
        }
    }
}
