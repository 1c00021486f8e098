using Concordat.Agreements;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Readiness;
using Concordat.Gateway.Rulings;
using Concordat.Hosting;
using Concordat.Ledger;
using Concordat.Oversight.Certificates;
using Concordat.Oversight.Readiness;
using Concordat.Oversight.Reports;
using Concordat.Oversight.Signers;

namespace Concordat.Commands;

/// <summary>The decisions on readiness of an installation, and what is known to check a new one against.</summary>
internal sealed record ReadinessDesk(SuiteDesk Suites, Agreement Agreement, ReadinessBook Book, IReadOnlyList<RevokedSigner> Revoked) : IAsyncDisposable
{
    public ConcordatConfig Config => Suites.Installation.Config;

    /// <exception cref="CommandException">The configuration is wrong, or no gateway has served here yet.</exception>
    public static async Task<ReadinessDesk> OpenAsync(string configuration, CommandServices services, CancellationToken cancellationToken)
    {
        var suites = await SuiteDesk.OpenAsync(configuration, services, cancellationToken);
        var agreement = suites.InForce(services);
        var revoked = await suites.Stores.RevokedSigners.ListAsync(cancellationToken);
        var terms = RulingSigners.Terms(suites.Installation.Config, agreement);
        return new ReadinessDesk(suites, agreement, ReadinessBook.Of(terms, await suites.Stores.Readiness.ListAsync(0, cancellationToken), revoked), revoked);
    }

    /// <summary>The use case of the configuration that a decision is about.</summary>
    /// <exception cref="CommandException">There is none, or its readiness is not decided but registered.</exception>
    public UseCaseConfig UseCase(string id) =>
        Config.UseCases.FirstOrDefault(useCase => useCase.Id.Equals(id, StringComparison.Ordinal)) is not { } found ? throw new CommandException($"concordat: there is no use case `{id}` in the configuration")
        : found.Readiness is "decided" ? found
        : throw new CommandException($"concordat: the readiness of `{id}` is registered as `{found.Readiness}`; write `readiness: decided`, and it goes by decisions");

    /// <summary>What the gate of a stage asks for.</summary>
    public async Task<ReadinessSeen> SeenAsync(string useCase, ReadinessState state, string? stage, CommandServices services, CancellationToken cancellationToken)
    {
        var certificate = Suites.Book.Of(useCase) is { } newest && Suites.FaultOf(newest, Agreement) is null && IsOfStage(newest, state) ? newest.Id : null;
        var reports = await Suites.Stores.Reports.ListAsync(ReportState.Open, 200, cancellationToken);
        var now = services.Time.GetUtcNow();
        var days = state.Step is null ? 0 : (int)(now - state.Since).TotalDays;
        return new ReadinessSeen(
            certificate, reports.Count(report => report.UseCase.Equals(useCase, StringComparison.Ordinal)), days, state.Step is null ? 0 : Requests(useCase, state, stage, services, cancellationToken),
            Config.UseCases.First(each => each.Id.Equals(useCase, StringComparison.Ordinal)).Functions.Contains("fires", StringComparer.Ordinal));
    }

    public ValueTask DisposeAsync() => Suites.DisposeAsync();

    // Before the first step a suite is decided as if in shadow.
    private static bool IsOfStage(Certificate certificate, ReadinessState state) =>
        certificate.Cases[0].Facts.GetProperty("useCase").GetProperty("readiness").ValueEquals(state.Stage is ReadinessStages.NotReady ? ReadinessStages.Shadow : state.Stage);

    private long Requests(string useCase, ReadinessState state, string? stage, CommandServices services, CancellationToken cancellationToken)
    {
        using var keys = LedgerKeys.Load(Config.Ledger, services.Environment);
        var takes = Config.Deployments.Where(deployment => state.Model is ReadinessStep.AnyModel || deployment.Model.Equals(state.Model, StringComparison.Ordinal))
            .Select(deployment => deployment.Name).ToHashSet(StringComparer.Ordinal);
        return StageTraffic.Count(
            LedgerReader.Open(DataFolder.Ledger(Config), keys.VerifierKeys(Config.Ledger.Origin)[0]), useCase, takes.Contains, state.Since,
            stage is null ? 0 : new ReadinessGate().RequestsFor(stage), cancellationToken);
    }
}
