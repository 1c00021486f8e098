using Concordat.Console.Data;

namespace Concordat.Console.Live;

/// <summary>Which decisions a person wants to see; what is null does not restrict.</summary>
public sealed record LiveFilter(VerdictWord? Verdict = null, string? UseCase = null, string? Clause = null)
{
    public bool IsEmpty => Verdict is null && UseCase is null && Clause is null;

    public bool Takes(DecisionView decision) =>
        (Verdict is null || decision.Verdict == Verdict)
        && (UseCase is null || decision.UseCase.Equals(UseCase, StringComparison.Ordinal))
        && (Clause is null || decision.Clauses.Any(clause => clause.Id.Equals(Clause, StringComparison.Ordinal)));

    /// <summary>The filter as a query, with a question mark where there is one.</summary>
    public string ToQuery(string? more = null)
    {
        List<string> parts = [];
        if (Verdict is { } verdict)
        {
            parts.Add($"verdict={verdict.ToString().ToLowerInvariant()}");
        }

        if (UseCase is { } useCase)
        {
            parts.Add($"use={Uri.EscapeDataString(useCase)}");
        }

        if (Clause is { } clause)
        {
            parts.Add($"clause={Uri.EscapeDataString(clause)}");
        }

        if (more is not null)
        {
            parts.Add(more);
        }

        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }
}
