namespace Concordat.Oversight.Readiness;

/// <summary>How far a use case has been let out with a model.</summary>
/// <param name="UseCase">The use case.</param>
/// <param name="Model">The model, or <see cref="ReadinessStep.AnyModel"/>.</param>
/// <param name="Stage">The stage.</param>
/// <param name="Since">From when it has been there.</param>
/// <param name="Limits">Those of a trial; null for none.</param>
/// <param name="Step">Id of the newest decision; null before the first.</param>
public sealed record ReadinessState(string UseCase, string Model, string Stage, DateTimeOffset Since, ReadinessLimits? Limits, string? Step)
{
    /// <summary>Before any decision.</summary>
    public static ReadinessState None(string useCase, string model) => new(useCase, model, ReadinessStages.NotReady, DateTimeOffset.MinValue, null, null);
}
