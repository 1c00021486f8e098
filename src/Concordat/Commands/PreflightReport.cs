using Concordat.Client;

namespace Concordat.Commands;

/// <summary>The verdict on one line of a file.</summary>
internal sealed record PreflightReport(int Line, string Verdict, string? Agreement, IReadOnlyList<PreflightClauseReport> Clauses)
{
    public static PreflightReport Of(int line, PreflightVerdict verdict) => new(
        line,
        verdict.Kind.ToString().ToLowerInvariant(),
        verdict.Agreement,
        [.. verdict.Clauses.Select(c => new PreflightClauseReport(c.Clause, c.Title, c.Because))]);

    public string ToText(string file) => string.Join(
        Environment.NewLine,
        Clauses.Select(c => $"  clause {c.Clause}: {c.Because}").Prepend($"{file}:{Line}: {Verdict}"));
}
