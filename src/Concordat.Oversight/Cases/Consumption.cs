namespace Concordat.Oversight.Cases;

/// <summary>What came of using grants up.</summary>
/// <param name="Outcome"><see cref="ConsumeOutcome.Consumed"/>, or why one of them is not to be used.</param>
/// <param name="At">When they were used, as the store has it; it tells this use from a later one of the same grant.</param>
public sealed record Consumption(ConsumeOutcome Outcome, DateTimeOffset At);
