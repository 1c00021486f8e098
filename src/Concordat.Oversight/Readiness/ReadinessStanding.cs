namespace Concordat.Oversight.Readiness;

/// <summary>How far a use case has been let out with a model, and what the next stage lacks.</summary>
/// <param name="State">The stage now.</param>
/// <param name="Next">The next stage; null where there is none.</param>
/// <param name="Lacks">
/// What its gate lacks, each in words; what the decision can name itself counts as there, and requests are not counted here.
/// </param>
/// <param name="Requests">Requests that must have been decided in this stage before the next.</param>
public sealed record ReadinessStanding(ReadinessState State, string? Next, IReadOnlyList<string> Lacks, int Requests)
{
    /// <summary>Where a use case stands.</summary>
    /// <param name="seen">What is known of it; its requests may be left out.</param>
    public static ReadinessStanding Of(ReadinessState state, ReadinessSeen seen)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(seen);
        if (NextAfter(state.Stage) is not { } next)
        {
            return new(state, null, [], 0);
        }

        var gate = new ReadinessGate();
        var named = new ReadinessStep(
            ReadinessStep.DocumentFormat, "next", state.UseCase, state.Model, next, "", default, new ReadinessEvidence(seen.Certificate, "", ""));
        return new(state, next, gate.Lacks(named, state, seen), gate.RequestsFor(next));
    }

    /// <summary>The stage that follows a stage; null for the last.</summary>
    public static string? NextAfter(string stage) => ReadinessStages.All.ElementAtOrDefault(ReadinessStages.Rank(stage) + 1);
}
