namespace Concordat.Console.Data;

/// <summary>An executable clause as people read it.</summary>
/// <param name="Remedy">What follows when it fires: <c>refuse</c>, <c>authorize</c>, <c>ruling</c> or <c>mask</c>.</param>
/// <param name="Permits">Whether it permits rather than forbids.</param>
/// <param name="Policy">Its exact Cedar source.</param>
public sealed record ClauseView(
    string Id,
    string Title,
    string Remedy,
    bool RedLine,
    bool Permits,
    string Because,
    string WouldChange,
    IReadOnlyList<AuthorityView> Authorities,
    string Policy);
