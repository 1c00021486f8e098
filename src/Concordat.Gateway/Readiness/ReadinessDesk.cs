using Concordat.Gateway.Certifying;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Model;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Rulings;
using Concordat.Ledger;
using Concordat.Oversight;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Reports;

namespace Concordat.Gateway.Readiness;

/// <summary>Where decisions on readiness are drafted and taken while the gateway serves. Thread-safe.</summary>
internal sealed class ReadinessDesk(
    OversightStores stores, ReadinessWatch watch, CertificateWatch certificates, RulingWatch rulings, OrderWatch orders, LedgerWriter ledger, string safeguards, TimeProvider time) : IDisposable
{
    private const int MostReports = 200;

    private readonly SemaphoreSlim _counting = new(1);

    /// <summary>How far a use case has been let out, with each model that has a decision; empty where that is registered and not decided.</summary>
    /// <exception cref="OversightUnavailableException">The decisions, or the reports, cannot be known now.</exception>
    public async ValueTask<IReadOnlyList<ReadinessStanding>> StandingAsync(GatewayModel model, string useCase, CancellationToken cancellation)
    {
        if (!model.UseCases.TryGetValue(useCase, out var known) || !known.IsDecided)
        {
            return [];
        }

        var states = Book.States.Where(state => state.UseCase.Equals(useCase, StringComparison.Ordinal)).OrderBy(static state => state.Model, StringComparer.Ordinal).ToList();
        var all = new List<ReadinessStanding>();
        foreach (var state in states.Count > 0 ? states : [ReadinessState.None(useCase, ReadinessStep.AnyModel)])
        {
            all.Add(ReadinessStanding.Of(state, await SeenAsync(model, state, int.MaxValue, cancellation).ConfigureAwait(false)));
        }

        return all;
    }

    /// <summary>The decisions on a use case that count, newest first.</summary>
    public IReadOnlyList<ReadinessDocument> StepsOf(string useCase) =>
        [.. Book.Counted.Where(document => document.Step.UseCase.Equals(useCase, StringComparison.Ordinal)).Reverse()];

    /// <summary>The newest certificate of a use case; null where there is none.</summary>
    public SuiteStanding? SuiteOf(GatewayModel model, string useCase) => certificates.Book is var book && book.Of(useCase) is { } certificate
        ? new SuiteStanding(
            certificate, FaultOf(certificate, model), [.. certificate.Cases.Select(each => book.VerdictOf(certificate, each))], book.SafeguardsOf(certificate),
            [.. book.Changes.Select(static document => document.Change!)
                .Where(change => change.Act is not SuiteChange.Told && change.Flips.Any(flip => flip.Certificate.Equals(certificate.Id, StringComparison.Ordinal))).Reverse()])
        : null;

    /// <summary>Drafts a decision where its gate is open.</summary>
    /// <returns>The canonical payload, unsigned, and its id.</returns>
    /// <exception cref="ReadinessException">The gate lacks evidence, or there is nothing to decide.</exception>
    public async ValueTask<(string Id, byte[] Payload)> DraftAsync(GatewayModel model, string useCase, ReadinessWish wish, CancellationToken cancellation)
    {
        Require(model, useCase);
        var state = Book.Own(useCase, wish.Model);
        RequireNotExcluded(model, state, wish.Stage);
        var (step, payload) = wish.Draft(state, await CountedAsync(model, state, wish.Stage, cancellation).ConfigureAwait(false), time.GetUtcNow());
        return (step.Id, payload);
    }

    /// <summary>Takes a signed decision when its gate is open; this node goes by it when it returns, the others within a second.</summary>
    /// <exception cref="ReadinessException">Why it is not taken.</exception>
    public async ValueTask<(ReadinessDocument Document, bool IsNew)> TakeAsync(GatewayModel model, ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        await watch.LookNowAsync().ConfigureAwait(false);
        var book = Book;
        var document = ReadinessReader.Read(envelope.Span, book.Terms);
        if (book.Counted.FirstOrDefault(known => known.Hash.Equals(document.Hash, StringComparison.Ordinal)) is { } before)
        {
            return (before, false);
        }

        var step = document.Step;
        Require(model, step.UseCase);
        if (book.FaultOf(document, await stores.RevokedSigners.ListAsync(cancellation).ConfigureAwait(false), time.GetUtcNow()) is { } fault)
        {
            throw new ReadinessException(fault);
        }

        var state = book.Own(step.UseCase, step.Model);
        RequireNotExcluded(model, state, step.Stage);
        ReadinessWish.Require(step, state, await CountedAsync(model, state, step.Stage, cancellation).ConfigureAwait(false));
        if (!await stores.Readiness.AddAsync(step.Id, envelope, cancellation).ConfigureAwait(false))
        {
            throw new ReadinessException($"there is another decision `{step.Id}`");
        }

        await watch.LookNowAsync().ConfigureAwait(false);
        return (document, true);
    }

    public void Dispose() => _counting.Dispose();

    private ReadinessBook Book => watch.Book ?? throw OversightUnavailableException.Plain("the decisions on readiness in the oversight store cannot be known now, so none is taken; try again when `/readyz` of this node says that it is ready");

    private static void Require(GatewayModel model, string useCase)
    {
        var fault = !model.UseCases.TryGetValue(useCase, out var known) ? $"there is no use case `{useCase}`"
            : known.IsDecided ? null
            : $"the readiness of `{useCase}` is registered as `{known.Facts.Readiness}`; write `readiness: {UseCaseConfig.Decided}`, and it goes by decisions";
        if (fault is not null)
        {
            throw new ReadinessException(fault);
        }
    }

    private void RequireNotExcluded(GatewayModel model, ReadinessState state, string stage)
    {
        if (ReadinessStages.Rank(stage) > ReadinessStages.Rank(state.Stage) && orders.Book is { } known
            && Exclusions.FaultOfAdvance(known, model.Config, state.UseCase, state.Model, time.GetUtcNow()) is { } fault)
        {
            throw new ReadinessException(fault);
        }
    }

    private string? FaultOf(Certificate certificate, GatewayModel model) =>
        CertificatesInForce.Fault(certificates.Book, certificate, model, safeguards)
        ?? (certificate.Cases.SelectMany(static each => each.Rulings).FirstOrDefault(id => !rulings.Current.Ids.Contains(id, StringComparer.Ordinal)) is { } gone
            ? $"ruling `{gone}`, which it rests on, does not stand" : null);

    // One log is read at a time: it may be long.
    private async ValueTask<ReadinessSeen> CountedAsync(GatewayModel model, ReadinessState state, string stage, CancellationToken cancellation)
    {
        var needed = state.Step is null ? 0 : new ReadinessGate().RequestsFor(stage);
        await _counting.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var count = 0;
            if (needed > 0)
            {
                await ledger.IntegrateAsync().ConfigureAwait(false); // what was decided just now counts too
                count = await Task.Run(() => Count(model, state, needed, cancellation), cancellation).ConfigureAwait(false);
            }

            return await SeenAsync(model, state, count, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _counting.Release();
        }
    }

    private int Count(GatewayModel model, ReadinessState state, int needed, CancellationToken cancellation)
    {
        var takes = model.Config.Deployments.Where(deployment => state.Model is ReadinessStep.AnyModel || deployment.Model.Equals(state.Model, StringComparison.Ordinal))
            .Select(static deployment => deployment.Name).ToHashSet(StringComparer.Ordinal);
        return StageTraffic.Count(LedgerReader.Open(ledger.Location, ledger.VerifierKey), state.UseCase, takes.Contains, state.Since, needed, cancellation);
    }

    private async ValueTask<ReadinessSeen> SeenAsync(GatewayModel model, ReadinessState state, int requests, CancellationToken cancellation)
    {
        var certificate = certificates.Book.Of(state.UseCase) is { } newest && FaultOf(newest, model) is null && IsOfStage(newest, state) ? newest.Id : null;
        var reports = await stores.Reports.ListAsync(ReportState.Open, MostReports, cancellation).ConfigureAwait(false);
        return new ReadinessSeen(
            certificate, reports.Count(report => report.UseCase.Equals(state.UseCase, StringComparison.Ordinal)),
            state.Step is null ? 0 : (int)(time.GetUtcNow() - state.Since).TotalDays, requests, model.UseCases[state.UseCase].Facts.Functions.Contains("fires"));
    }

    // Before the first step a suite is decided as if in shadow.
    private static bool IsOfStage(Certificate certificate, ReadinessState state) => CertificatesInForce.StageOf(certificate)
        .Equals(state.Stage is ReadinessStages.NotReady ? ReadinessStages.Shadow : state.Stage, StringComparison.Ordinal);
}
