using System.Collections.Immutable;

namespace Concordat.Ledger.Witnessing;

/// <summary>How far witnesses have followed a log.</summary>
/// <param name="WitnessedSize">Entries that the newest checkpoint covers which met the policy; null when none ever did.</param>
/// <param name="WaitingSince">Since when entries wait for a quorum; null while none do.</param>
/// <param name="Witnesses">Each witness of the policy, in its order.</param>
public sealed record WitnessStatus(long? WitnessedSize, DateTimeOffset? WaitingSince, ImmutableArray<WitnessView> Witnesses)
{
    /// <summary>Whether the last checkpoint that was put to the witnesses met the policy.</summary>
    public bool HasQuorum { get; init; }
}
