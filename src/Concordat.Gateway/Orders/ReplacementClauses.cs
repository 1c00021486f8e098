using System.Collections.Frozen;
using Concordat.Agreements;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deciding;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Model;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Replaying;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Readiness;
using Concordat.Safeguards;
using Concordat.Safeguards.Model;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Asks the agreement whether it lets the requests of a use case go to another deployment: each kind that is recorded is decided again with that deployment's
/// facts, by the same decision that requests meet. Not thread-safe.
/// </summary>
/// <param name="kinds">The requests as recorded; where none is, an ordinary one of the use case stands for them.</param>
/// <param name="assurance">What a deployment has proven, by name; null where nobody knows better than the newest entry about it.</param>
public sealed class ReplacementClauses(Agreement agreement, ConcordatConfig config, RequestKinds kinds, Func<string, string?>? assurance = null)
{
    /// <summary>Most decisions that one plan makes, two for each kind of request.</summary>
    private const int MostDecisions = 20_000;

    private readonly FrozenDictionary<string, DeploymentConfig> _deployments = config.Deployments.ToFrozenDictionary(static each => each.Name, StringComparer.Ordinal);
    private readonly AgreedNetwork _network = Ceilings.Agreed(config.Network, agreement.Terms) ?? Ceilings.Configured(config.Network, agreement.Terms.Equivalences);
    private readonly Dictionary<(string UseCase, string Deployment), IReadOnlyList<(long? Entry, CedarRequest Request)>> _requests = [];
    private int _most = int.MaxValue;

    /// <summary>How many more decisions this may make; what is asked after that is not asked.</summary>
    internal int Left { get; set; } = MostDecisions;

    /// <summary>Says how many replacements will be asked about, so that each gets its share: the newest kinds of each then stand for the others.</summary>
    public void Expect(long replacements) => _most = (int)Math.Clamp(Left / 2 / Math.Max(replacements, 1), 1, int.MaxValue);

    /// <summary>What keeps requests of a use from another deployment; null where the agreement lets every kind of them go there as it let them go before.</summary>
    public OrderPlanBarredReport? Bars(string useCase, string deployment, string replacement)
    {
        if (Left < 2)
        {
            return OrderPlanBarredReport.NotAsked(replacement);
        }

        var asked = RequestsOf(useCase, deployment);
        if (2 * asked.Count > Left)
        {
            asked = [.. asked.Take(Left / 2)];
        }

        Left -= 2 * asked.Count;
        var (barred, worst, newest) = (0, (Verdict?)null, (long?)null);
        var clauses = new SortedSet<ClauseId>();
        foreach (var (entry, request) in asked)
        {
            var (here, there) = (agreement.Decide(Free(request, [])), agreement.Decide(There(request, replacement)));
            if (there.Kind <= here.Kind)
            {
                continue;
            }

            barred++;
            newest = newest is null || entry > newest ? entry : newest;
            clauses.UnionWith(there.Clauses.Select(static clause => clause.Clause.Id).Except(here.Clauses.Select(static clause => clause.Clause.Id)));
            worst = worst is null || there.Kind > worst.Kind ? there : worst;
        }

        return worst is null ? null : new OrderPlanBarredReport(
            replacement, Recorder.VerdictName(worst.Kind), [.. clauses.Select(static clause => clause.ToString())],
            worst.Clauses.FirstOrDefault(each => clauses.Contains(each.Clause.Id))?.Because ?? "", newest is null ? 0 : asked.Count, newest is null ? 0 : barred, newest);
    }

    private IReadOnlyList<(long? Entry, CedarRequest Request)> RequestsOf(string useCase, string deployment)
    {
        if (!_requests.TryGetValue((useCase, deployment), out var requests))
        {
            requests = [.. kinds.Of(useCase, deployment).OrderByDescending(static kind => kind.Index).Take(_most).Select(static kind => ((long?)kind.Index, kind.Read()))];
            if (requests.Count == 0)
            {
                requests = [(null, Ordinary(config.UseCases.First(each => each.Id == useCase), _deployments[deployment]))];
            }

            _requests[(useCase, deployment)] = requests;
        }

        return requests;
    }

    /// <summary>The same request, as if it went to another deployment that no order names.</summary>
    private CedarRequest There(CedarRequest request, string name)
    {
        var (facts, deployment) = (request.Context, _deployments[name]);
        var was = Ceilings.Of(_network, _deployments.GetValueOrDefault(facts["deployment"].AsRecord["name"].AsString));
        return Free(request, new Dictionary<string, CedarValue>(StringComparer.Ordinal)
        {
            ["deployment"] = FactsBinding.Deployment(DeploymentModel.FactsOf(deployment, config.Network, DeploymentPlace.Of(deployment, agreement.Terms)) with { Assurance = AssuranceOf(name) }),
            ["label"] = FactsBinding.Label(RecordedLabel.Read(facts["label"].AsRecord).Under(was, Ceilings.Of(_network, deployment))),
        });
    }

    /// <summary>The same request with other facts, and as if no order named the deployment.</summary>
    private static CedarRequest Free(CedarRequest request, Dictionary<string, CedarValue> changed) => request with
    {
        Context = CedarRecord.Of(request.Context.Shape.Names.Select(group => KeyValuePair.Create(
            group, group is "order" ? FactsBinding.Order(new OrderFacts(OrderStanding.None.ToFact())) : changed.GetValueOrDefault(group, request.Context[group])))),
    };

    private string AssuranceOf(string deployment) =>
        assurance is not null ? assurance(deployment) ?? nameof(Attestation.AssuranceLevel.A0)
        : kinds.Newest(deployment) is { } newest ? newest.Read().Context["deployment"].AsRecord["assurance"].AsString
        : nameof(Attestation.AssuranceLevel.A0);

    /// <summary>A request with nothing in it that any clause looks for.</summary>
    private CedarRequest Ordinary(UseCaseConfig useCase, DeploymentConfig deployment)
    {
        var model = new UseCaseModel(useCase, config.Network, new SourceRegistry(config.Sources));
        model = model.IsDecided ? model.At(ReadinessStages.General) : model;
        var inspection = RequestInspection.Rent();
        try
        {
            var found = inspection.Findings;
            var facts = new Facts(
                "chat", model.Facts, model.DefaultSources, found.Persons, MeterFacts.None, found.Label(Ceilings.Of(_network, deployment)), found.Topics,
                found.Content, new ToolFacts("", "none", Registered: false, Authorized: false, []), DeploymentModel.FactsOf(deployment, config.Network, DeploymentPlace.Of(deployment, agreement.Terms)) with { Assurance = AssuranceOf(deployment.Name) },
                new OrderFacts(OrderStanding.None.ToFact()));
            return new CedarRequest(model.Principal, AgreementActions.Request, new EntityUid(EntityTypes.Model, deployment.Model), FactsBinding.Bind(facts));
        }
        finally
        {
            RequestInspection.Return(inspection);
        }
    }
}
