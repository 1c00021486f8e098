using System.Collections.Immutable;
using Concordat.Agreements.Clauses;
using Concordat.Cedar;

namespace Concordat.Agreements;

/// <summary>One executable clause of an agreement.</summary>
/// <param name="Id">Its number, the same in prose and in Cedar.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Authority">The authorities that it rests on, as written; none when it rests on the consent of the parties alone.</param>
/// <param name="Remedy">What follows when it holds; for a permission, what follows when it does not.</param>
/// <param name="RedLine">Whether no ruling may soften it.</param>
/// <param name="Text">Its exact Cedar source.</param>
public sealed record Clause(ClauseId Id, string Title, string? Authority, Remedy Remedy, bool RedLine, string Text)
{
    /// <summary>Whether it permits or forbids.</summary>
    public required Effect Effect { get; init; }

    /// <summary>Why, in plain words, for the developer who meets it.</summary>
    public required string Because { get; init; }

    /// <summary>What would change the outcome, in plain words.</summary>
    public required string WouldChange { get; init; }

    /// <summary>The authorities one by one, each with its edition.</summary>
    public required ImmutableArray<AuthorityReference> Authorities { get; init; }

    /// <summary>For a red line: the human acts by which alone it opens.</summary>
    public required ImmutableArray<HumanAct> Opens { get; init; }

    /// <summary>The facts that it reads, as <c>persons.presumedUs</c>, in alphabetical order.</summary>
    public required ImmutableArray<string> Facts { get; init; }

    /// <summary>Line of its statement in the clauses, from 1.</summary>
    public required int Line { get; init; }
}
