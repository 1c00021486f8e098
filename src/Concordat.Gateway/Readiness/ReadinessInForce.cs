using System.Collections.Concurrent;
using Concordat.Gateway.Budgets;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Oversight;
using Concordat.Oversight.Readiness;

namespace Concordat.Gateway.Readiness;

/// <summary>The stages that requests go by; replaced whole. Thread-safe.</summary>
/// <param name="book">The decisions; null while they cannot be known: then nothing that needs one is ready.</param>
/// <param name="budgets">Where requests of trials are counted, over all nodes.</param>
internal sealed class ReadinessInForce(ReadinessBook? book, BudgetBook? budgets)
{
    /// <summary>No budget of a configuration can have this name: it begins with a space.</summary>
    private const string Budget = " trial";

    private readonly ConcurrentDictionary<(string UseCase, string Model), BudgetModel> _limits = new();

    public static ReadinessInForce None { get; } = new(null, null);

    /// <summary>The use case as far as it has been let out with a model; as it is registered where no decision is asked for.</summary>
    public UseCaseModel Of(UseCaseModel useCase, string model) =>
        useCase.IsDecided ? useCase.At(book?.For(useCase.Id, model).Stage ?? ReadinessStages.NotReady) : useCase;

    /// <summary>Counts a request or a call of a tool against the limits of its trial.</summary>
    /// <param name="key">Id of the API key.</param>
    /// <returns>Why it may not go on; null where it may.</returns>
    public ValueTask<GatewayError?> TakeAsync(UseCaseModel useCase, string model, string key, CancellationToken cancellation)
    {
        if (!useCase.IsDecided || book?.For(useCase.Id, model) is not { Stage: ReadinessStages.Trial, Limits: { } limits } state)
        {
            return ValueTask.FromResult<GatewayError?>(null);
        }

        if (limits.Keys is { } keys && !keys.Contains(key, StringComparer.Ordinal))
        {
            return ValueTask.FromResult<GatewayError?>(
                GatewayErrors.TrialLimit($"the use case `{useCase.Id}` is in trial, and this API key does not take part in it"));
        }

        return limits.RequestsPerDay is { } most ? CountAsync(useCase.Id, state.Model, most, cancellation) : ValueTask.FromResult<GatewayError?>(null);
    }

    private async ValueTask<GatewayError?> CountAsync(string useCase, string model, int most, CancellationToken cancellation)
    {
        var limit = _limits.GetOrAdd((useCase, model), static (_, most) => new BudgetModel(new BudgetConfig { Name = Budget, Count = "requests", Per = "day", Each = ["use-case", "model"], Most = most, Hard = true }), most);
        budgets!.Use([limit]);
        var period = budgets.PeriodOf(limit, limit.SubjectOf(useCase, "", model));
        try
        {
            if (!await budgets.TakeAsync(limit, period, least: 1, amount: 1, cancellation).ConfigureAwait(false))
            {
                return GatewayErrors.TrialLimit($"the use case `{useCase}` is in trial with {most} requests a day, and they are used up until midnight UTC");
            }

            period.Settle(reserved: 1, used: 1);
            return null;
        }
        catch (OversightUnavailableException)
        {
            return GatewayErrors.StoreUnavailable; // who cannot count lets nothing out
        }
    }
}
