namespace Concordat.Gateway.Replaying;

/// <summary>What came of deciding recorded facts again.</summary>
public sealed record ReplaySummary
{
    /// <summary>Entries with a verdict.</summary>
    public long Decided { get; init; }

    /// <summary>Those that came out as recorded.</summary>
    public long Same { get; init; }

    /// <summary>Those that came out otherwise.</summary>
    public long Changed { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<ReplayedEntry> First { get; init; } = [];

    /// <summary>How many went from one verdict to another, as in <c>permit to hold</c>; only those where the verdict itself is another.</summary>
    public IReadOnlyDictionary<string, long> Moves { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);

    /// <summary>Clause by clause, in the order of their numbers.</summary>
    public IReadOnlyList<ClauseChange> Clauses { get; init; } = [];

    /// <summary>Holds that a case had released: held again, as they should be.</summary>
    public long Released { get; init; }

    /// <summary>Answers whose decision was pruned: an answer holds only the facts that differ from it.</summary>
    public long Pruned { get; init; }

    /// <summary>Entries decided under an agreement that is not at hand, by its hash.</summary>
    public IReadOnlyDictionary<string, long> Unknown { get; init; } = new Dictionary<string, long>(StringComparer.Ordinal);
}
