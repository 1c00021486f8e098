using Concordat.Agreements;
using Concordat.Attestation;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Certifying;
using Concordat.Gateway.Changes;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Deployments;
using Concordat.Gateway.Desk;
using Concordat.Gateway.Endpoints;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Judging;
using Concordat.Gateway.Mcp;
using Concordat.Gateway.Migrating;
using Concordat.Gateway.Model;
using Concordat.Gateway.Notices;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Preflight;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Recording;
using Concordat.Gateway.Release;
using Concordat.Gateway.Reports;
using Concordat.Gateway.Routing;
using Concordat.Gateway.Rulings;
using Concordat.Gateway.Shadow;
using Concordat.Gateway.Telemetry;
using Concordat.Gateway.Unmasking;
using Concordat.Gateway.Upstreams;
using Concordat.Ledger;
using Concordat.Ledger.Fleet;
using Concordat.Oversight;
using Concordat.Oversight.Candidates;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Costs;
using Concordat.Oversight.Credentials;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Keys;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Rulings;
using Concordat.Safeguards;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Concordat.Gateway;

/// <summary>
/// The data plane, put together: give it a ledger, the oversight stores and a verified agreement, map its routes, and reload it when
/// the configuration changes. Thread-safe. Disposing it leaves the ledger and the stores to their owner.
/// </summary>
public sealed class ConcordatGateway : IDisposable
{
    private readonly GatewayState _state = new();
    private readonly UpstreamFactory _upstreams;
    private readonly GatewayMetrics _metrics;
    private readonly WarmUp _warmUp;
    private readonly Recorder _recorder;
    private readonly LedgerWriter _ledger;
    private readonly SafeguardPack _pack;
    private readonly TimeProvider _time;
    private readonly CredentialSeal _seal;
    private readonly LedgerWitnesses? _witnesses;
    private readonly QuorumGate _quorum;
    private readonly RoutingState _routing;
    private readonly ILogger _people;
    private readonly AttestationWatch _attestations;
    private readonly ILogger _places;
    private readonly BudgetBook _budgets;
    private readonly ModelSwap _swap;
    private readonly GrantUses _uses;
    private volatile string? _configurationFault;

    /// <param name="witnesses">The ledger's witnesses; null when nobody cosigns it.</param>
    /// <param name="published">The ledger's files, to be read by everyone; null when the gateway does not serve them.</param>
    /// <param name="contents">Where bodies are kept; null when none are.</param>
    /// <param name="random">Draws deployments by weight; null for the system's. It must be thread-safe.</param>
    public ConcordatGateway(
        LedgerWriter ledger, OversightStores stores, KeyVerifier keys, Commitments commitments, TimeProvider time, ILoggerFactory loggers,
        LedgerWitnesses? witnesses = null, PublishedLog? published = null, ContentKeeper? contents = null, Random? random = null)
    {
        // Refuses to serve where the platform cannot normalise text: everything after it would be blind.
        SafeguardPack.SelfTest();
        (_ledger, _witnesses, _time) = (ledger, witnesses, time);
        (Keys, Published) = (keys, published);
        _seal = commitments.CredentialSeal();
        _pack = SafeguardPack.Default;
        (_upstreams, _people) = (new UpstreamFactory(time, logger: loggers.CreateLogger<UpstreamFactory>()), loggers.CreateLogger<ApproverBook>());
        _metrics = new GatewayMetrics(time);
        _uses = new GrantUses(stores.Changes, ledger, time);
        (_recorder, _quorum) = (new Recorder(ledger, Decisions, _metrics, _pack.Hash, time, contents, _uses), new QuorumGate(witnesses, time));
        Orders = new OrderWatch(stores, ledger, _recorder, time, loggers.CreateLogger<OrderWatch>());
        (ReportDesk, KeyDesk) = (new ReportDesk(stores, _recorder, time), new KeyDesk(stores, _recorder, time));
        (OrderDesk, ShadowDesk) = (new OrderDesk(stores, Orders, ledger, time), new ShadowDesk(ledger, time));
        _attestations = new AttestationWatch(_upstreams, _recorder, time, loggers.CreateLogger<AttestationWatch>(), random ?? Random.Shared);
        _upstreams.KeyRefused = _attestations.Refuse;
        Rulings = new RulingWatch(stores, _recorder, time, loggers.CreateLogger<RulingWatch>());
        Certificates = new CertificateWatch(stores.Certificates, commitments.CertificateSeal(), new SuiteFinder(contents?.Store, commitments), _recorder, time, loggers.CreateLogger<CertificateWatch>());
        RulingDocket = new RulingDocket(stores, Rulings, Certificates, time);
        _budgets = new BudgetBook(stores.Budgets, stores.IsShared, time);
        Readiness = new ReadinessWatch(stores, _recorder, _budgets, time, loggers.CreateLogger<ReadinessWatch>());
        (ReadinessDesk, Changes) = (
            new ReadinessDesk(stores, Readiness, Certificates, Rulings, Orders, ledger, _pack.Hash, time),
            new ChangeWatch(stores.Changes, new ToldUses(ledger), _recorder, OrderDesk, time, loggers.CreateLogger<ChangeWatch>()));
        Admit = new AdmitStage(_state, keys, commitments, _quorum, Orders, Rulings, Certificates, Readiness, time);
        Waiting = new CaseWait(stores.Cases, time);
        _routing = new RoutingState(time, random ?? Random.Shared);
        var budgets = new BudgetStage(_budgets, _metrics, time);
        Shadows = new ShadowDuty(new ShadowStage(budgets, commitments, _recorder, Orders, Rulings, time), _routing.Random, loggers.CreateLogger<ShadowDuty>());
        Migrations = new MigrationWatch(stores.Migrations, stores.MigrationCounts, _recorder, _state, Orders, Shadows.Tally, time, loggers.CreateLogger<MigrationWatch>());
        (_routing.Migrations, _swap) = (
            () => Migrations.Book, new ModelSwap(_state, Rulings, Certificates, Readiness, Orders, Migrations, Changes, _budgets, _attestations, _recorder, time));
        var decide = new DecideStage(stores, new MeterStage(stores.Meters, _metrics, time), commitments, _uses, time);
        Judges = new JudgeStage(decide.Meters, time, _routing.Random);
        Costs = stores.Costs;
        Pipeline = new GatewayPipeline(
            budgets, Judges, decide, Waiting, _recorder, new ReleaseStage(decide, Judges, Waiting, _recorder, time), _routing, Shadows, _metrics, loggers.CreateLogger<GatewayPipeline>(), time);
        Mcp = new McpEndpoint(Admit, Pipeline, new McpCallStage(Judges, decide, _recorder, Waiting), commitments);
        _warmUp = new WarmUp(commitments, _upstreams, time, loggers);
        Preflight = new PreflightEndpoint(Admit, Judges, decide, _recorder);
        CertificateDesk = new CertificateDesk(Admit, decide, Certificates, _recorder, contents, ledger, time);
        (Cases, Desk, _places) = (new CaseSweep(stores.Cases, time, loggers.CreateLogger<CaseSweep>()), new CaseDesk(stores, commitments, _uses, _recorder, _metrics, time), loggers.CreateLogger<DeploymentPlace>());
        Enrolment = new EnrolmentDesk(stores, _seal, _recorder, _metrics, time);
        Receipts = new ReceiptEndpoint(ledger, keys);
        Unmasking = new UnmaskDesk(stores, commitments, _recorder, contents, Receipts, _uses, time);
        Notices = new NoticeDuty(stores, _metrics, time, loggers.CreateLogger<NoticeDuty>());
    }

    /// <summary>The newest verdicts, for people who watch.</summary>
    public DecisionRing Decisions { get; } = new();

    /// <summary>Who may decide cases under the configuration in force, and how their signatures are known; null before there is one.</summary>
    public ApproverBook? Book => _state.Current?.Book;

    /// <summary>Every order and notice that was taken; null before a configuration is in force.</summary>
    public OrderBook? OrderBook => Orders.Book;

    /// <summary>Who may issue orders, and whose keys are configured; null before a configuration is in force.</summary>
    public OrderSigners? OrderSigners => _state.Current is { } model && Orders.Book is { } book ? OrderSigners.Of(model.Agreement.Source.Metadata, book.Terms) : null;

    /// <summary>What this node knows of its fleet; null where it is alone. Called from any thread.</summary>
    public Func<FleetStatus>? Fleet { get; init; }

    /// <summary>Tells people and programs of cases; its owner disposes it before the stores.</summary>
    public NoticeDuty Notices { get; }

    /// <summary>Gives back what this node has leased of budgets; its owner disposes it before the stores.</summary>
    public IAsyncDisposable Budgets => _budgets;

    internal ICostStore Costs { get; }

    /// <summary>Sends copies of requests to candidates.</summary>
    internal ShadowDuty Shadows { get; }

    /// <summary>Asks about suspicions that are only possible.</summary>
    internal JudgeStage Judges { get; }

    internal MigrationWatch Migrations { get; }

    internal KeyVerifier Keys { get; }

    internal PublishedLog? Published { get; }

    internal OrderWatch Orders { get; }

    /// <summary>Whether all parties together have suspended a use case, by an order that is in force.</summary>
    public bool IsSuspended(string useCase) => Orders.Current.IsSuspended(useCase);

    internal OrderDesk OrderDesk { get; }

    internal ShadowDesk ShadowDesk { get; }

    internal ReportDesk ReportDesk { get; }

    internal KeyDesk KeyDesk { get; }

    internal RulingWatch Rulings { get; }

    internal CertificateWatch Certificates { get; }

    internal ReadinessWatch Readiness { get; }

    internal ReadinessDesk ReadinessDesk { get; }

    internal ChangeWatch Changes { get; }

    internal CertificateDesk CertificateDesk { get; }

    internal string Safeguards => _recorder.Safeguards;

    internal RulingDocket RulingDocket { get; }

    internal AdmitStage Admit { get; }

    internal GatewayPipeline Pipeline { get; }

    internal PreflightEndpoint Preflight { get; }

    internal McpEndpoint Mcp { get; }

    internal CaseWait Waiting { get; }

    internal GatewayState State => _state;

    internal AttestationWatch Attestations => _attestations;

    internal CaseDesk Desk { get; }

    internal CaseSweep Cases { get; }

    internal EnrolmentDesk Enrolment { get; }

    internal ReceiptEndpoint Receipts { get; }

    internal UnmaskDesk Unmasking { get; }

    internal GatewayModel? Model => _state.Current;

    /// <summary>
    /// Puts a configuration and a verified agreement in force and records that. Requests under way keep the ones they began with.
    /// </summary>
    /// <param name="configurationHash">SHA-256 of the configuration file, lower hex.</param>
    /// <exception cref="InvalidOperationException">
    /// A deployment's key cannot be read, the agreement needs witnesses that are not configured, or it turns certified verdicts before their owners
    /// have had notice; what was in force stays in force.
    /// </exception>
    public async ValueTask ApplyAsync(ConcordatConfig config, Agreement agreement, string configurationHash, CancellationToken cancellationToken)
    {
        if (LedgerWitnesses.Fault(agreement, _witnesses) is { } fault)
        {
            throw new InvalidOperationException(fault);
        }

        var evidence = _attestations.Prepare(config, agreement.Terms);
        var model = new GatewayModel(config, agreement, _upstreams, _seal, evidence, _routing);
        var orders = await Orders.ReadAsync(config, agreement, cancellationToken).ConfigureAwait(false);
        var (senders, owners, parties) = (NoticeDuty.Senders(model, _time), NoticeDuty.Owners(model, _time), NoticeDuty.Parties(model, _time));
        var change = await Certificates.ReviewAsync(model, await Rulings.PreviewAsync(model, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        await _swap.RunAsync(model, orders, change, evidence, configurationHash, cancellationToken).ConfigureAwait(false);
        OrderDesk.Start();
        await Cases.UseAsync(new AgreementInUse(agreement.Hash, agreement.Previous, agreement.Effective, agreement.Version), CancellationToken.None).ConfigureAwait(false);
        _configurationFault = null;
        AppointmentDates.Tell(_people, model.Book.Approvers, _time.GetUtcNow());
        PlaceDoubts.Tell(_places, config, agreement.Terms, _time.GetUtcNow());
        await Notices.UseAsync(model, senders, owners, parties, Certificates, Orders).ConfigureAwait(false);
    }

    /// <summary>Gets the code for requests compiled before the first real one comes; call once an agreement is in force, before listening.</summary>
    /// <remarks>Takes under a second. Leaves no trace in the ledger, the stores or the metrics.</remarks>
    public Task WarmUpAsync(CancellationToken cancellationToken) =>
        _state.Current is { } model ? _warmUp.RunAsync(model, cancellationToken) : throw new InvalidOperationException("no agreement is in force yet");

    /// <summary>Notes that a newer configuration was refused; the one in force stays.</summary>
    public void ReportBadConfiguration(string fault) => _configurationFault = fault;

    /// <summary>Shows a held action to a person who was signed in elsewhere, and starts their reading time.</summary>
    /// <param name="approver">Id of the person under <c>approvers</c>.</param>
    public async ValueTask<CaseAnswer> ShowCaseAsync(CaseId id, string approver, CancellationToken cancellationToken) => _state.Current is { } model
        ? CaseAnswer.Of(await Desk.ShowAsync(model, id, approver, cancellationToken).ConfigureAwait(false))
        : CaseAnswer.Of(DeskAnswer.Of(GatewayErrors.NotReady));

    /// <summary>Takes a signed statement about a case, of exactly that person.</summary>
    /// <exception cref="LedgerUnavailableException">The decision could not be recorded, and does not count.</exception>
    public async ValueTask<CaseAnswer> DecideCaseAsync(CaseId id, string approver, ReadOnlyMemory<byte> statement, CancellationToken cancellationToken) =>
        _state.Current is { } model
            ? CaseAnswer.Of(await Desk.DecideAsync(model, id, statement, approver, cancellationToken).ConfigureAwait(false))
            : CaseAnswer.Of(DeskAnswer.Of(GatewayErrors.NotReady));

    /// <summary>Settles a report of a false positive, by a person whom the console has signed in.</summary>
    /// <param name="reviewer">Id of the person under <c>approvers</c>, who must be a reviewer.</param>
    /// <returns>Why not; null where it is done.</returns>
    /// <exception cref="LedgerUnavailableException">It could not be recorded, and does not count.</exception>
    public async ValueTask<string?> SettleReportAsync(string log, long entry, ReportState to, string reviewer, CancellationToken cancellationToken) =>
        _state.Current is not { } model ? "no agreement is in force"
        : model.Book.Approvers.FirstOrDefault(known => known.Id.Equals(reviewer, StringComparison.Ordinal)) is not { } person ? $"`{reviewer}` is no reviewer"
        : (await ReportDesk.SettleAsync(model, log, entry, to, person, cancellationToken).ConfigureAwait(false))?.Message;

    /// <summary>Where an order bites as of a date, over all use cases, with the traffic of the newest entries, and what is due when.</summary>
    /// <exception cref="InvalidOperationException">No configuration is in force yet.</exception>
    public ValueTask<OrderPlanReport> PlanOrderAsync(OrderDocument order, DateTimeOffset asOf, CancellationToken cancellationToken) =>
        OrderDesk.PlanAsync(order, _state.Current ?? throw new InvalidOperationException("no configuration is in force yet"), useCase: null, asOf, cancellationToken);

    /// <summary>How candidates answer copies of requests, compared with what clients got, from the newest entries of this node's ledger; a minute old at most.</summary>
    public async ValueTask<IReadOnlyList<ShadowReport>> CompareCandidatesAsync(CancellationToken cancellationToken) =>
        (await ShadowDesk.ReadAsync(cancellationToken).ConfigureAwait(false)).Reports();

    /// <summary>Every ruling, in the order in which they were taken, and whether it stands.</summary>
    /// <exception cref="RulingException">No configuration is in force yet.</exception>
    public ValueTask<IReadOnlyList<RulingReport>> ListRulingsAsync(CancellationToken cancellationToken) => RulingDocket.ListAsync(InForce, cancellationToken);

    /// <summary>One ruling with its proof and the earlier cases like its own; null where there is none of that id.</summary>
    /// <exception cref="RulingException">No configuration is in force yet.</exception>
    public ValueTask<RulingView?> FindRulingAsync(string id, CancellationToken cancellationToken) => RulingDocket.FindAsync(InForce, id, cancellationToken);

    /// <summary>Takes a signed ruling or revocation, for its signatures alone.</summary>
    /// <exception cref="RulingException">Why it is not taken.</exception>
    public ValueTask<(RulingDocument Document, bool IsNew, IReadOnlyList<SuiteFlip> Turned)> TakeRulingAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken) =>
        RulingDocket.TakeAsync(InForce, envelope, cancellationToken);

    /// <summary>Drafts a ruling from a case for a person with a say in it, and proves it.</summary>
    /// <returns>The canonical payload, unsigned.</returns>
    /// <exception cref="RulingException">Why it would not be taken, or the person may not see the case.</exception>
    public async ValueTask<byte[]> ProposeRulingAsync(CaseId id, string approver, RulingWish wish, CancellationToken cancellationToken)
    {
        var model = InForce;
        var shown = await Desk.ShowAsync(model, id, approver, cancellationToken).ConfigureAwait(false);
        return shown.Action is { } action
            ? await RulingDocket.ProposeAsync(model, id, action, wish, cancellationToken).ConfigureAwait(false)
            : throw new RulingException(shown.Error?.Message ?? "the case holds no action to rule on");
    }

    /// <summary>How far a use case has been let out with each model, the decisions that count, newest first, and what is certified of it.</summary>
    /// <exception cref="RulingException">No configuration is in force yet.</exception>
    /// <exception cref="OversightUnavailableException">The store does not answer.</exception>
    public async ValueTask<(IReadOnlyList<ReadinessStanding> Stages, IReadOnlyList<ReadinessDocument> Steps, SuiteStanding? Suite)> StandingOfAsync(
        string useCase, CancellationToken cancellationToken)
    {
        var stages = await ReadinessDesk.StandingAsync(InForce, useCase, cancellationToken).ConfigureAwait(false);
        return (stages, stages.Count == 0 ? [] : ReadinessDesk.StepsOf(useCase), ReadinessDesk.SuiteOf(InForce, useCase));
    }

    /// <summary>Drafts a decision on how far a use case is let out, where its gate is open.</summary>
    /// <returns>Its id, and the canonical payload, unsigned.</returns>
    /// <exception cref="ReadinessException">The gate lacks evidence, or there is nothing to decide.</exception>
    public ValueTask<(string Id, byte[] Payload)> DraftReadinessAsync(string useCase, ReadinessWish wish, CancellationToken cancellationToken) =>
        ReadinessDesk.DraftAsync(InForce, useCase, wish, cancellationToken);

    /// <summary>Takes a signed decision on how far a use case is let out, for its signatures and its evidence alone.</summary>
    /// <exception cref="ReadinessException">Why it is not taken.</exception>
    public ValueTask<(ReadinessDocument Document, bool IsNew)> TakeReadinessAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken) =>
        ReadinessDesk.TakeAsync(InForce, envelope, cancellationToken);

    /// <summary>Maps every route of the data plane, and a fallback that answers 404.</summary>
    public void Map(IEndpointRouteBuilder routes) => GatewayEndpoints.Map(routes, this);

    public GatewayStatus Status()
    {
        var agreement = _state.Current?.Agreement;
        var fault = _ledger.Fault;
        var ready = agreement?.IsInForce(_time.GetUtcNow()) == true && fault is null && Keys.IsFresh && !_quorum.IsShut(agreement) && Orders.Fault is null;
        return new GatewayStatus(ready, agreement?.ShortHash, LedgerHealthy: fault is null, Keys.IsFresh, _configurationFault)
        {
            LedgerFault = fault?.Message,
            OrdersFault = Orders.Fault,
            Witnesses = _quorum.Status,
            QuorumMissing = agreement is not null && _quorum.IsMissing(agreement),
        };
    }

    public void Dispose()
    {
        _budgets.Stop();
        OrderDesk.Dispose();
        ShadowDesk.Dispose();
        Shadows.Dispose();
        Migrations.Dispose();
        Judges.Dispose();
        _attestations.Dispose();
        Orders.Dispose();
        Rulings.Dispose();
        Certificates.Dispose();
        Readiness.Dispose();
        ReadinessDesk.Dispose();
        Changes.Dispose();
        Cases.Dispose();
        RulingDocket.Dispose();
        _uses.Dispose();
        _metrics.Dispose();
        _upstreams.Dispose();
    }

    /// <summary>How the judge does; null where none is configured. What it does changes nothing about whether the gateway can serve.</summary>
    public JudgeStatus? Judge => _state.Current?.Judge is { } judge
        ? new JudgeStatus(judge.Config.Deployment, Judges.Tally.Sum(static _ => true), Judges.Tally.Sum(JudgeResults.IsAnswer), Judges.IsShut(_state.Current) == true)
        : null;

    /// <summary>The level that a deployment has proven by now, <c>A0</c> to <c>A3</c>.</summary>
    public string AssuranceOf(string deployment) =>
        (_attestations.States.GetValueOrDefault(deployment)?.At(_time.GetUtcNow())?.Level ?? AssuranceLevel.A0).ToString();

    /// <summary>What a deployment proves now; null where nothing is asked of it.</summary>
    public EvidenceStatus? EvidenceOf(string deployment) => _attestations.States.GetValueOrDefault(deployment)?.StatusAt(_time.GetUtcNow());

    /// <summary>Records changes of keys and escalations now and not within the next second.</summary>
    public Task RecordChangesAsync() => Changes.LookNowAsync();

    /// <summary>How far a use case has been let out, where that goes by decisions; null while they cannot be known.</summary>
    public string? ReadinessOf(string useCase) => Readiness.StageOf(useCase);

    private GatewayModel InForce => _state.Current ?? throw new RulingException("no configuration is in force");

    internal string RenderMetrics() =>
        _metrics.Render(Admit.InFlight, _ledger, _quorum.Status, Fleet?.Invoke()) + AttestationMetrics.Render(_attestations.States, _time.GetUtcNow())
        + RoutingMetrics.Render(_state.Current, Shadows.Tally) + BudgetMetrics.Render(_budgets.Fullest(_state.Current?.Budgets ?? []))
        + JudgeMetrics.Render(Judges.Tally, Judges.IsShut(_state.Current));
}
