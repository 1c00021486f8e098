using System.Collections.Frozen;
using System.Collections.Immutable;
using Concordat.Agreements;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Labels;
using Concordat.Gateway.Mcp;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Upstreams;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Signing;
using Concordat.Signing.WebAuthn;

namespace Concordat.Gateway.Model;

/// <summary>
/// The configuration and the agreement in force, compiled; swapped whole on reload. A request keeps the one it began with. Immutable.
/// </summary>
internal sealed class GatewayModel
{
    public GatewayModel(
        ConcordatConfig config, Agreement agreement, UpstreamFactory upstreams, CredentialSeal seal, IReadOnlyDictionary<string, EvidenceState>? evidence = null,
        RoutingState? routing = null)
    {
        Config = config;
        var network = Ceilings.Agreed(config.Network, agreement.Terms)
            ?? throw new InvalidOperationException($"the agreement covers the networks {string.Join(", ", agreement.Terms.Networks!.Keys)} and not `{config.Network.Id}`, in which this gateway stands");
        Agreement = agreement;
        Budgets = [.. config.Budgets.Select(static budget => new BudgetModel(budget))];
        Masks = agreement.Clauses.Any(static clause => clause.Remedy == Remedy.Mask);
        Sources = new SourceRegistry(config.Sources);
        BindingSignatures = BindingSignatures.Of(config.Network.BindingKeys);
        Tools = new ToolRegistry(config.Tools);
        Book = new ApproverBook(
            ConfiguredPeople.Of(config, agreement),
            SignatureTrust.PartyOf(config.WebAuthn), SignatureTrust.CardsOf(config.SmartCards), seal, agreement.Terms.HardwareKeys);
        Staff = ConfiguredPeople.StaffOf(config);
        Authenticators = SignatureTrust.ModelsOf(config.WebAuthn);
        Parties = [.. agreement.Signers.Select(static party => (party.Role, party.Key))];
        UseCases = config.UseCases.ToFrozenDictionary(
            useCase => useCase.Id, useCase => new UseCaseModel(useCase, network.Config, Sources), StringComparer.Ordinal);
        Mcp = new McpRegistry(config.Mcp, network, upstreams, config.Limits.AnswerBytes, agreement.Terms);
        var rules = config.Models.ToFrozenDictionary(model => model.Name, StringComparer.Ordinal);
        Routes = config.Deployments
            .Select(deployment => (Deployment: deployment, Place: DeploymentPlace.Of(deployment, agreement.Terms)))
            .Select(each => new DeploymentModel(
                each.Deployment, network, each.Place, upstreams.Create(each.Deployment, config.Limits.AnswerBytes, agreement.Terms.Blocks, each.Place.Rule), evidence?.GetValueOrDefault(each.Deployment.Name),
                routing?.HealthOf(each.Deployment, rules.GetValueOrDefault(each.Deployment.Model) ?? new ModelConfig { Name = each.Deployment.Model })))
            .GroupBy(deployment => deployment.Config.Model, StringComparer.Ordinal)
            .ToFrozenDictionary(group => group.Key, group => new ModelRoute(group.Key, group, rules.GetValueOrDefault(group.Key)), StringComparer.Ordinal);
        Judge = config.Judge is { } judge ? new JudgeModel(judge, Routes.Values.SelectMany(static route => route.Deployments), agreement) : null;
    }

    public ConcordatConfig Config { get; }

    public Agreement Agreement { get; }

    /// <summary>The budgets, in the order in which requests reserve of them.</summary>
    public ImmutableArray<BudgetModel> Budgets { get; }

    /// <summary>Some clause asks for masking: streams are kept until they end, because their events may have to change.</summary>
    public bool Masks { get; }

    public SourceRegistry Sources { get; }

    /// <summary>Who checks that labels bound to requests are signed; null where the network names no keys for it.</summary>
    public BindingSignatures? BindingSignatures { get; }

    public ToolRegistry Tools { get; }

    /// <summary>Who may decide cases, and how their signatures are known.</summary>
    public ApproverBook Book { get; }

    /// <summary>The people under <c>console.people</c>.</summary>
    public ImmutableArray<StaffMember> Staff { get; }

    /// <summary>The models of hardware keys that may be enrolled; empty for any.</summary>
    public ImmutableArray<AuthenticatorModel> Authenticators { get; }

    /// <summary>The signatories' keys: who invites people to enrol hardware keys, each for their own side.</summary>
    public ImmutableArray<(string Role, VerifyingKey Key)> Parties { get; }

    public FrozenDictionary<string, UseCaseModel> UseCases { get; }

    public FrozenDictionary<string, ModelRoute> Routes { get; }

    /// <summary>Who is asked about suspicions that are only possible; null where nobody is.</summary>
    public JudgeModel? Judge { get; }

    /// <summary>The tool servers behind <c>/mcp</c>.</summary>
    public McpRegistry Mcp { get; }
}
