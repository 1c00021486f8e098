namespace Concordat.Gateway.Migrating;

/// <summary>One step of a migration as it is kept: its start, an advance, the way back, or its end.</summary>
/// <param name="Migration">Id of the plan.</param>
/// <param name="Number">From 1; the store takes each number once, so that two nodes never both take a step.</param>
/// <param name="Act">One of <c>start</c>, <c>advance</c>, <c>finish</c>, <c>back</c>, <c>end</c>.</param>
/// <param name="Stage">Index of the stage from then on.</param>
/// <param name="Why">In words.</param>
/// <param name="Plan">With the start.</param>
public sealed record MigrationEvent(string Migration, int Number, string Act, int Stage, string Why, DateTimeOffset Time, MigrationPlan? Plan = null)
{
    /// <summary>Under which it is kept.</summary>
    public string Id => FormattableString.Invariant($"{Migration}/{Number}");
}
