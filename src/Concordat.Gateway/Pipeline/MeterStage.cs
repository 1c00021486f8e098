using Concordat.Agreements;
using Concordat.Gateway.Telemetry;
using Concordat.Oversight.Meters;
using FoundNationality = Concordat.Safeguards.PersonNationality;
using FoundPerson = Concordat.Safeguards.PersonKey;

namespace Concordat.Gateway.Pipeline;

/// <summary>
/// Counts what no single request shows. Each person is counted in once an exchange, and only if the decision on the count that
/// results lets the text out; calls with an effect are counted when they are proposed. Thread-safe; an exchange is not.
/// </summary>
internal sealed class MeterStage(IMeterStore meters, GatewayMetrics metrics, TimeProvider time)
{
    /// <summary>A text that names more presumed U.S. persons than this is a broad one.</summary>
    public const int NarrowText = 10;

    /// <summary>Counts a request in: the tools that the vendor would run, which never come past here as calls, and the persons, if one of the
    /// deployments may have it.</summary>
    public async ValueTask CountRequestAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        foreach (var tool in exchange.Request.Tools)
        {
            if (tool.Hosted)
            {
                await CountCallAsync(exchange, RequestVerdicts.EffectOf(exchange, tool), cancellationToken).ConfigureAwait(false);
            }
        }

        if (exchange.Findings.PersonKeys.Count > 0)
        {
            await CountAsync(exchange, exchange.Findings.CountedPersons, isBroad: false, () => MayGoOut(exchange), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Counts the persons of a request that waited for people and was granted: what held it was not counted while it was held.</summary>
    public ValueTask CountGrantedAsync(Exchange exchange, CancellationToken cancellationToken) => CountAsync(
        exchange, exchange.Findings.CountedPersons, isBroad: false, static () => true, cancellationToken);

    /// <summary>Reads what the meters would show, and counts nobody in.</summary>
    public ValueTask ForetellAsync(Exchange exchange, CancellationToken cancellationToken) => CountAsync(
        exchange, exchange.Findings.CountedPersons, isBroad: false, permits: null, cancellationToken);

    /// <summary>Counts those of the found persons in that this exchange has not counted yet.</summary>
    /// <param name="exchange">Its <see cref="Exchange.Metered"/> is what the meters show afterwards.</param>
    /// <param name="found">All persons found in the text so far.</param>
    /// <param name="isBroad">Whether the text is already known to be a broad one.</param>
    /// <param name="permits">Decides with what the meters show, while no other look-up can be counted; null counts nobody in.</param>
    /// <param name="cancellationToken">Ends waiting.</param>
    public async ValueTask CountAsync(
        Exchange exchange, IReadOnlyCollection<FoundPerson> found, bool isBroad, Func<bool>? permits, CancellationToken cancellationToken)
    {
        var persons = NotCounted(exchange, found);
        if (persons.Count == 0)
        {
            return;
        }

        var before = exchange.Metered;
        var kept = false;
        var reading = await meters.ReserveAsync(
            new MeterSubject(exchange.UseCase.Id, exchange.Key.Id, exchange.UseCase.Facts.Purpose),
            [.. persons.Select(person => PersonKey.Of(person.Kind.ToString(), person.Value))],
            !isBroad && IsBroad(found),
            reading =>
            {
                exchange.Metered = before.With(reading);
                return kept = permits is not null && permits();
            },
            time.GetUtcNow(),
            cancellationToken).ConfigureAwait(false);
        if (permits is not null)
        {
            metrics.Counted(exchange, reading, kept);
        }

        if (kept)
        {
            exchange.Counted.UnionWith(persons.Select(static person => (person.Kind, person.Value)));
        }
    }

    /// <summary>Counts a proposed tool call whose effect people must authorize, and reads how fast they do.</summary>
    public async ValueTask CountCallAsync(Exchange exchange, string effect, CancellationToken cancellationToken)
    {
        var force = effect.Equals("force", StringComparison.Ordinal);
        if (!force && !effect.Equals("high-stakes", StringComparison.Ordinal))
        {
            return;
        }

        var now = time.GetUtcNow();
        var pace = await meters.ReadApprovalsAsync(exchange.UseCase.Id, exchange.Model.Config.Limits.HastyApproval, now, cancellationToken).ConfigureAwait(false);
        exchange.Metered = exchange.Metered.With(pace);
        if (force)
        {
            exchange.Metered = exchange.Metered.With(await meters.CountForceAsync(exchange.UseCase.Id, now, cancellationToken).ConfigureAwait(false));
        }

        metrics.Proposed(exchange, force, pace);
    }

    /// <summary>Whether a text names so many presumed U.S. persons that it is a broad one.</summary>
    public static bool IsBroad(IReadOnlyCollection<FoundPerson> found) =>
        found.Count > NarrowText && found.Count(static person => person.Nationality != FoundNationality.Foreign) > NarrowText;

    /// <summary>Whether a verdict lets the text out, or the case that the client names may yet.</summary>
    public static bool LetsOut(Exchange exchange, VerdictKind verdict) =>
        verdict == VerdictKind.Permit || (verdict == VerdictKind.Hold && exchange.Case is not null);

    private static bool MayGoOut(Exchange exchange)
    {
        foreach (var deployment in exchange.Route.For(exchange.Dialect))
        {
            if (LetsOut(exchange, RequestVerdicts.Decide(exchange, deployment).Verdict.Kind))
            {
                return true;
            }
        }

        return false;
    }

    private static List<FoundPerson> NotCounted(Exchange exchange, IReadOnlyCollection<FoundPerson> found)
    {
        List<FoundPerson> persons = [];
        foreach (var person in found)
        {
            if (person.Nationality != FoundNationality.Foreign && !exchange.Counted.Contains((person.Kind, person.Value)))
            {
                persons.Add(person);
            }
        }

        return persons;
    }
}
