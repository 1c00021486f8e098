using System.Collections.Concurrent;
using Concordat.Gateway.Errors;
using Concordat.Gateway.Model;
using Concordat.Oversight.Readiness;

namespace Concordat.Gateway.Readiness;

/// <summary>The stages that requests go by; replaced whole. Thread-safe.</summary>
/// <param name="book">The decisions; null while they cannot be known: then nothing that needs one is ready.</param>
/// <param name="counts">Requests of the day by use case and model, which outlive a replacement.</param>
internal sealed class ReadinessInForce(ReadinessBook? book, ConcurrentDictionary<(string UseCase, string Model, int Day), int> counts)
{
    public static ReadinessInForce None { get; } = new(null, new());

    /// <summary>The use case as far as it has been let out with a model; as it is registered where no decision is asked for.</summary>
    public UseCaseModel Of(UseCaseModel useCase, string model) =>
        useCase.IsDecided ? useCase.At(book?.For(useCase.Id, model).Stage ?? ReadinessStages.NotReady) : useCase;

    /// <summary>Counts a request against the limits of its trial.</summary>
    /// <param name="key">Id of the API key.</param>
    /// <returns>Why it is beyond them; null where it is not.</returns>
    public GatewayError? Take(UseCaseModel useCase, string model, string key, DateTimeOffset now)
    {
        if (!useCase.IsDecided || book?.For(useCase.Id, model) is not { Stage: ReadinessStages.Trial, Limits: { } limits } state)
        {
            return null;
        }

        if (limits.Keys is { } keys && !keys.Contains(key, StringComparer.Ordinal))
        {
            return GatewayErrors.TrialLimit($"the use case `{useCase.Id}` is in trial, and this API key does not take part in it");
        }

        if (limits.RequestsPerDay is not { } most)
        {
            return null;
        }

        var day = (int)(now - DateTimeOffset.UnixEpoch).TotalDays;
        foreach (var old in counts.Keys.Where(each => each.Day < day))
        {
            counts.TryRemove(old, out _);
        }

        // Held at one above the most, so that no flood of refused requests can run it over.
        return counts.AddOrUpdate((useCase.Id, state.Model, day), 1, (_, count) => Math.Min(count, most) + 1) > most
            ? GatewayErrors.TrialLimit($"the use case `{useCase.Id}` is in trial with {most} requests a day, and they are used up until midnight UTC")
            : null;
    }
}
