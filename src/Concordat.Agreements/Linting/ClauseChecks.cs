using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Cedar;

namespace Concordat.Agreements.Linting;

/// <summary>Checks each clause by itself and among its like.</summary>
internal static class ClauseChecks
{
    // Article 11: what would let a clause treat one vendor otherwise than another.
    private static readonly string[] VendorFacts = ["deployment.vendor", "deployment.name", "deployment.cloud", "deployment.region"];

    public static void Run(Policy policy, Clause clause, string place, DiagnosticList found)
    {
        if (clause.RedLine && clause.Remedy is not (Remedy.Refuse or Remedy.Authorize))
        {
            ClauseReader.Fault(
                policy, "remedy", place, found, AgreementCodes.RedLineRemedy,
                $"clause `{clause.Id}` is a red line, and a red line refuses or needs an authorization; its remedy is `{policy.Annotations["remedy"]}`");
        }

        if (clause.Effect == Effect.Permit && (clause.Remedy != Remedy.Refuse || clause.RedLine))
        {
            ClauseReader.Fault(
                policy, "remedy", place, found, AgreementCodes.PermitRemedy,
                $"clause `{clause.Id}` permits: where it does not hold the gateway refuses, so its remedy is `refuse`, and it is no red line");
        }

        foreach (var fact in clause.Facts.Where(fact => VendorFacts.Contains(fact, StringComparer.Ordinal)))
        {
            ClauseReader.Fault(
                policy, "clause", place, found, AgreementCodes.UnequalTerms,
                $"clause `{clause.Id}` reads `{fact}`; terms are the same for every vendor, so no clause may");
        }

        if (policy.Principal.Entities.Length > 0 || policy.Resource.Entities.Length > 0)
        {
            ClauseReader.Fault(
                policy, "clause", place, found, AgreementCodes.UnequalTerms,
                $"clause `{clause.Id}` names one use case, model or tool; clauses speak of facts, so that they are the same for all");
        }
    }

    public static void RunAll(IReadOnlyList<Clause> clauses, string place, DiagnosticList found)
    {
        var seen = new Dictionary<ClauseId, int>();
        ClauseId? last = null;
        foreach (var clause in clauses)
        {
            if (seen.TryGetValue(clause.Id, out var line))
            {
                found.Error(AgreementCodes.ClauseDuplicate, $"clause `{clause.Id}` stands in line {line} already", place, clause.Line, 1, clause.Id.ToString());
                continue;
            }

            seen.Add(clause.Id, clause.Line);
            if (last is { } before && clause.Id < before)
            {
                found.Warning(AgreementCodes.ClauseOrder, $"clause `{clause.Id}` stands after `{before}`", place, clause.Line, 1, clause.Id.ToString());
            }

            last = clause.Id;
        }
    }
}
