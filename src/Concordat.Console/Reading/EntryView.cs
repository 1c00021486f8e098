using Concordat.Console.Data;

namespace Concordat.Console.Reading;

/// <summary>An entry of the ledger as people read it.</summary>
/// <param name="Type">What it records, such as <c>decision</c>.</param>
/// <param name="Agreement">Hash of the agreement that it was decided under; null where it was not decided.</param>
/// <param name="Level">Highest marking that was found; null where the entry does not tell.</param>
public sealed record EntryView(long Index, string Type, DateTimeOffset? Time, string? UseCase, VerdictWord? Verdict, string? Remedy, string? Agreement, string? Level)
{
    public string? Case { get; init; }

    public string? Release { get; init; }

    public string? Deployment { get; init; }

    public string? Model { get; init; }

    public string? Error { get; init; }

    public string? Safeguards { get; init; }

    /// <summary>For an outcome, the entry that decided on the request.</summary>
    public long? Decision { get; init; }

    /// <summary>The clauses that decided; in the words of the agreement in force where that is the one it was decided under.</summary>
    public IReadOnlyList<ClauseView> Clauses { get; init; } = [];

    /// <summary>Ids of deciding clauses that the agreement in force does not have, or has otherwise.</summary>
    public IReadOnlyList<string> OtherClauses { get; init; } = [];

    /// <summary>What was known, in words; what is zero, no or empty is left out.</summary>
    public IReadOnlyList<FactView> Facts { get; init; } = [];

    /// <summary>The calls of tools in an answer: name, verdict.</summary>
    public IReadOnlyList<CallView> Calls { get; init; } = [];

    public EntryView WithoutFacts() => this with { Facts = [], Calls = [] };
}
