using System.Collections.Immutable;

namespace Concordat.Ledger.Witnessing;

/// <summary>A group of witnesses and groups, which has witnessed a checkpoint when enough of its members have.</summary>
/// <param name="Threshold">How many members are enough, from 1 to their number.</param>
public sealed record PolicyGroup(string Name, int Threshold, ImmutableArray<string> Members);
