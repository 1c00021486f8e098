using System.Collections.Immutable;

namespace Concordat.Agreements.Publishing;

/// <summary>A clause as a statement of terms publishes it.</summary>
/// <param name="Clause">Its number.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Authority">The authorities that it rests on, as written; none when it rests on consent alone.</param>
/// <param name="Effect"><c>permit</c> or <c>forbid</c>.</param>
/// <param name="Remedy">What follows when it holds.</param>
/// <param name="RedLine">Whether no ruling may soften it.</param>
/// <param name="Opens">The human acts by which alone a red line opens.</param>
/// <param name="Because">Why, in plain words.</param>
/// <param name="Change">What would change the outcome.</param>
/// <param name="Text">Its exact Cedar source.</param>
public sealed record TermsClause(
    string Clause,
    string Title,
    string? Authority,
    string Effect,
    string Remedy,
    bool RedLine,
    ImmutableArray<string> Opens,
    string Because,
    string Change,
    string Text);
