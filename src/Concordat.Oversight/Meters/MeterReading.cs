namespace Concordat.Oversight.Meters;

/// <summary>What the meters of persons show, the persons of the present look-up included.</summary>
/// <remarks>A count up to <see cref="MeterWindow.Exact"/> is exact. Above it is an estimate that is never below that limit.</remarks>
/// <param name="UseCase">Distinct persons of the use case.</param>
/// <param name="Caller">Distinct persons of the caller.</param>
/// <param name="Purpose">Distinct persons of all use cases with the same purpose.</param>
/// <param name="Joined">How many of the persons of this look-up another use case has looked up within 30 days.</param>
/// <param name="Broad">Broad texts of the use case: those of which whoever reserved said so.</param>
public sealed record MeterReading(WindowCounts UseCase, WindowCounts Caller, WindowCounts Purpose, long Joined, EventCounts Broad);
