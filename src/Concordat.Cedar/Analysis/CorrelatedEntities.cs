using Concordat.Cedar.Analysis.Formulas;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Validation;

namespace Concordat.Cedar.Analysis;

/// <summary>
/// Principal and resource are described independently of each other. Where they can be one entity, or stand below each other, and
/// policies read the data of both, that would not be exact.
/// </summary>
internal static class CorrelatedEntities
{
    /// <summary>The refusal, or null when the two cannot depend on each other.</summary>
    public static CedarDiagnostic? Find(CedarSchema schema, RequestEnvironment environment, IReadOnlyDictionary<Policy, Formula> formulas)
    {
        if (!schema.CanBeIn(environment.Principal, environment.Resource) && !schema.CanBeIn(environment.Resource, environment.Principal))
        {
            return null;
        }

        var principal = formulas.FirstOrDefault(pair => ReadsEntity(pair.Value, RequestVariable.Principal));
        var resource = formulas.FirstOrDefault(pair => ReadsEntity(pair.Value, RequestVariable.Resource));
        return principal.Key is null || resource.Key is null ? null : CedarDiagnostic.Error(
            AnalysisRefusedException.SubsetCode,
            resource.Key.File,
            resource.Key.EffectSpan,
            $"policy `{resource.Key.Id}` reads data of the resource and policy `{principal.Key.Id}` data of the principal, which can be the same entity or stand below each other, for {environment}") with
        { PolicyId = resource.Key.Id };
    }

    private static bool ReadsEntity(Formula formula, RequestVariable variable) => formula is AtomFormula atom
        ? atom.Fact.Root == variable && (!atom.Fact.Names.IsEmpty || atom.Test is FactTest.Below)
        : formula.Parts.Any(part => ReadsEntity(part, variable));
}
