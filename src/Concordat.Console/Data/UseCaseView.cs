namespace Concordat.Console.Data;

/// <summary>A registered workload.</summary>
public sealed record UseCaseView(
    string Id, string Purpose, string Organisation, string Official, IReadOnlyList<string> Functions, string Readiness, bool Suspended);
