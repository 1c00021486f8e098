namespace Concordat.Ledger.Witnessing;

/// <summary>One witness as the log sees it.</summary>
/// <param name="Name">Its name in the policy.</param>
/// <param name="Size">Entries that it last cosigned; null when it has not in this run.</param>
/// <param name="At">When it says that it did.</param>
/// <param name="Fault">Why it did not the last time, in words; null when it did.</param>
public sealed record WitnessView(string Name, long? Size, DateTimeOffset? At, string? Fault);
