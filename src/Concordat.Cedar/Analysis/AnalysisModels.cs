using Concordat.Cedar.Analysis.Diagrams;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis;

/// <summary>Reads the policies of one call for every kind of request that the schema allows.</summary>
internal static class AnalysisModels
{
    /// <exception cref="AnalysisRefusedException">Something is outside the subset.</exception>
    public static List<EnvironmentModel> Read(CedarSchema schema, IReadOnlyCollection<Policy> policies, AnalysisBudget budget)
    {
        var refusals = new List<CedarDiagnostic>();
        var models = Read(schema, policies, budget, refusals);
        return refusals.Count == 0 ? models : throw new AnalysisRefusedException(refusals);
    }

    /// <summary>What is outside the subset, each place once; empty when everything can be analysed.</summary>
    public static List<CedarDiagnostic> Refusals(CedarSchema schema, IReadOnlyCollection<Policy> policies, AnalysisBudget budget)
    {
        var refusals = new List<CedarDiagnostic>();
        Read(schema, policies, budget, refusals);
        return refusals;
    }

    private static List<EnvironmentModel> Read(CedarSchema schema, IReadOnlyCollection<Policy> policies, AnalysisBudget budget, List<CedarDiagnostic> refusals)
    {
        if (RequestEnvironment.Count(schema) > CedarLimits.Environments)
        {
            throw AnalysisBudget.Exceeded(FormattableString.Invariant($"the schema allows more than {CedarLimits.Environments} combinations of action, principal and resource"));
        }

        var models = new List<EnvironmentModel>();
        var seen = new HashSet<(string?, int, string)>();
        foreach (var environment in RequestEnvironment.All(schema))
        {
            var found = new List<CedarDiagnostic>();
            if (EnvironmentModel.Read(schema, environment, policies, found, budget) is { } model)
            {
                models.Add(model);
            }

            refusals.AddRange(found.Where(refusal => seen.Add((refusal.File, refusal.Span.Start, refusal.Message))));
        }

        return models;
    }
}
