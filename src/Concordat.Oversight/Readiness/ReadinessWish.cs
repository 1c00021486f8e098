namespace Concordat.Oversight.Readiness;

/// <summary>What somebody wants decided about how far a use case is let out.</summary>
/// <param name="Model">The model, or <see cref="ReadinessStep.AnyModel"/>.</param>
/// <param name="Stage">The stage that it is to have.</param>
/// <param name="Reason">Why, one line.</param>
/// <param name="Evaluation">SHA-256 of the evaluation report, lower hex; null for none.</param>
/// <param name="HumanTest">SHA-256 of the record of a test with people, lower hex; null for none.</param>
/// <param name="Limits">What a trial is limited to; null for nothing.</param>
public sealed record ReadinessWish(string Model, string Stage, string Reason, string? Evaluation = null, string? HumanTest = null, ReadinessLimits? Limits = null)
{
    /// <summary>Drafts the decision where its gate is open.</summary>
    /// <returns>The decision, and its canonical payload to sign.</returns>
    /// <exception cref="ReadinessException">The wish is not well formed, or the gate lacks evidence.</exception>
    public (ReadinessStep Step, byte[] Payload) Draft(ReadinessState state, ReadinessSeen seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(seen);
        var isDown = ReadinessStages.Rank(Stage) < ReadinessStages.Rank(state.Stage);
        var step = new ReadinessStep(
            ReadinessStep.DocumentFormat, $"{state.UseCase}-{Stage}-{Guid.CreateVersion7(now).ToString("N")[..12]}", state.UseCase, state.Model, Stage, Reason,
            now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), isDown ? null : new ReadinessEvidence(seen.Certificate, Evaluation, HumanTest), Limits);
        var draft = ReadinessReader.Draft(ReadinessReader.Payload(step));
        Require(step, state, seen);
        return draft;
    }

    /// <exception cref="ReadinessException">The gate of a decision is not open.</exception>
    public static void Require(ReadinessStep step, ReadinessState state, ReadinessSeen seen)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lacks = new ReadinessGate().Lacks(step, state, seen);
        if (lacks.Count > 0)
        {
            throw ReadinessException.Of(step, state.Stage, lacks);
        }
    }
}
