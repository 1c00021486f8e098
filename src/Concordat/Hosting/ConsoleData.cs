using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Cedar;
using Concordat.Commands;
using Concordat.Console.Access;
using Concordat.Console.Data;
using Concordat.Console.Terms;
using Concordat.Gateway;
using Concordat.Gateway.Configuration;
using Concordat.Ledger;
using Concordat.Oversight.Grants;

namespace Concordat.Hosting;

/// <summary>Shows the console what is in force; swapped whole with each configuration, safe to read from any thread.</summary>
internal sealed class ConsoleData(LedgerWriter ledger, ConcordatGateway gateway, InstanceComparisons instances, TimeProvider time) : IConsoleData
{
    private volatile Snapshot? _snapshot;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public AgreementView Agreement => Current.Agreement;

    public AgreementSource Source => Current.Source;

    public TermsView Terms => Current.Terms;

    public IReadOnlyList<InstanceView> Instances => instances.Current;

    public IReadOnlyList<TrustedParty> Parties => Current.Parties;

    public int DeploymentCount => Current.Deployments.Count;

    public IReadOnlyList<DeploymentView> Deployments => Current.Deployments.List(gateway, time.GetUtcNow());

    public IReadOnlyList<UseCaseView> UseCases =>
        [.. Current.UseCases.Select(useCase => useCase with
        {
            Readiness = useCase.Readiness is UseCaseConfig.Decided ? $"{gateway.ReadinessOf(useCase.Id) ?? "not-ready"} (decided)" : useCase.Readiness,
            Suspended = gateway.IsSuspended(useCase.Id),
        })];

    public IReadOnlyList<Person> People => Current.People;

    public ApproverBook Book => gateway.Book ?? throw new InvalidOperationException("the console was asked before a configuration was in force");

    public LedgerView Ledger => Current.Ledger with { Entries = ledger.DurableSize, Healthy = ledger.IsHealthy, Witnesses = WitnessWords.Of(gateway.Status().Witnesses) };

    private Snapshot Current => _snapshot ?? throw new InvalidOperationException("the console was asked before a configuration was in force");

    /// <summary>Shows another configuration, and has the instances that it names compared; one call at a time.</summary>
    public void Show(ConcordatConfig config, Agreement agreement)
    {
        instances.Compare(agreement.Source, agreement.Hash, config.Instances, TrustedParties.Of(config));
        _snapshot = Of(config, agreement);
    }

    private Snapshot Of(ConcordatConfig config, Agreement agreement) => new(
        agreement.Source,
        ViewOf(agreement),
        TermsView.Of(agreement.Source),
        new LedgerView(config.Ledger.Origin, 0, ledger.VerifierKey, DataFolder.Ledger(config), Healthy: true),
        new ConsoleDeployments(config, agreement.Terms, time),
        [.. config.UseCases.Select(u => new UseCaseView(u.Id, u.Purpose, u.Organisation, u.Official, u.Functions, u.Readiness, Suspended: false))],
        ConsolePeople.Of(config),
        TrustedParties.Of(config));

    private static AgreementView ViewOf(Agreement agreement) => new(
        agreement.Title,
        agreement.Version,
        agreement.Hash,
        agreement.Effective,
        agreement.Expires,
        [.. agreement.Signers.Select(s => new PartyView(s.Name, s.Role, s.Key.KeyId))],
        agreement.Source.Prose,
        [.. agreement.Clauses.Select(c => ViewOf(c, agreement))]);

    private static ClauseView ViewOf(Clause clause, Agreement agreement) => new(
        clause.Id.ToString(),
        clause.Title,
        RemedyNames.Of(clause.Remedy),
        clause.RedLine,
        clause.Effect == Effect.Permit,
        clause.Because,
        clause.WouldChange,
        [.. clause.Authorities.Select(reference =>
        {
            var authority = agreement.Authorities.FirstOrDefault(a => a.Id.Equals(reference.Id, StringComparison.Ordinal));
            return new AuthorityView(authority?.Title ?? reference.Id, authority?.Citation ?? reference.Id, reference.Edition, authority?.Url);
        })],
        clause.Text);

    private sealed record Snapshot(
        AgreementSource Source, AgreementView Agreement, TermsView Terms, LedgerView Ledger, ConsoleDeployments Deployments, IReadOnlyList<UseCaseView> UseCases,
        IReadOnlyList<Person> People, IReadOnlyList<TrustedParty> Parties);
}
