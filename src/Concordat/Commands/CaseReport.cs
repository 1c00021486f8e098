using Concordat.Oversight.Cases;

namespace Concordat.Commands;

/// <summary>A case as commands report it.</summary>
internal sealed record CaseReport(
    string Id,
    string Type,
    string State,
    string UseCase,
    IReadOnlyList<string> Clauses,
    string? Tool,
    string? Effect,
    string Agreement,
    string Action,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    DateTimeOffset? Decided,
    string? DecidedBy,
    string? Note,
    DateTimeOffset? Released,
    string? Assignee = null,
    int? Escalated = null,
    IReadOnlyList<PrecedentReport>? Precedents = null)
{
    public static CaseReport Of(Case held) => new(
        held.Id.Value,
        Word(held.Type),
        Word(held.State),
        held.Action.UseCase,
        held.Clauses,
        held.Tool,
        held.Effect,
        held.Action.AgreementHash,
        held.Action.ActionHash,
        held.Created,
        held.Expires,
        held.Decided,
        held.DecidedBy,
        held.Note,
        held.Released,
        held.Assignee,
        held.Escalated > 0 ? held.Escalated : null);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
