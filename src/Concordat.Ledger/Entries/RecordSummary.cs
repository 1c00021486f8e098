using System.Collections.Immutable;

namespace Concordat.Ledger.Entries;

/// <summary>What the entries of a log say together.</summary>
public sealed record RecordSummary
{
    /// <summary>Entries read.</summary>
    public long Entries { get; init; }

    /// <summary>Decisions on requests, whatever the verdict.</summary>
    public long Decisions { get; init; }

    /// <summary>Decisions that let a request out.</summary>
    public long Permits { get; init; }

    /// <summary>Of those, how many have their outcome.</summary>
    public long Answered { get; init; }

    /// <summary>Of those, how many ended with a rejection that says why.</summary>
    public long Rejected { get; init; }

    /// <summary>Of those, how many were open when the gateway started anew; the first ones by index.</summary>
    public long Interrupted { get; init; }

    public ImmutableArray<EntryIndex> FirstInterrupted { get; init; } = [];

    /// <summary>Of those, how many are still open at the end; the first ones by index.</summary>
    public long Open { get; init; }

    public ImmutableArray<EntryIndex> FirstOpen { get; init; } = [];

    /// <summary>Time of the first entry read.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The latest time of any entry read.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>How many things are wrong.</summary>
    public long FindingCount { get; init; }

    /// <summary>The first of them.</summary>
    public ImmutableArray<EntryFinding> Findings { get; init; } = [];
}
