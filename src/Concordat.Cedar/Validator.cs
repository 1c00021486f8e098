using Concordat.Cedar.Validation;

namespace Concordat.Cedar;

/// <summary>Checks policies against a schema, strictly: for requests and entities that fit the schema, a policy that passes
/// can err only by overflow or by an entity that does not exist.</summary>
public static class Validator
{
    /// <summary>Findings about static policies, links and templates, each in text order; the policies may be used when none of them is an error.</summary>
    public static IReadOnlyList<CedarDiagnostic> Validate(PolicySet policies, CedarSchema schema)
    {
        var found = new List<CedarDiagnostic>();
        foreach (var policy in policies.Policies.Concat(policies.Templates))
        {
            var validation = new PolicyValidation(policy, schema);
            found.AddRange(policy.Link is null ? validation.Validate() : validation.ValidateLink());
            if (found.Count >= CedarLimits.Diagnostics)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Whether a request is one that the schema allows, as the official <c>validateRequest</c> does.</summary>
    /// <returns>What does not fit, up to <see cref="CedarLimits.Diagnostics"/>; empty when all does.</returns>
    public static IReadOnlyList<DataFinding> ValidateRequest(in CedarRequest request, CedarSchema schema)
    {
        var found = new DataFindings();
        new RequestCheck(schema, found).Check(request);
        return found.Found;
    }

    /// <summary>Whether entities are as the schema declares them, as the official <c>validateEntities</c> does.</summary>
    /// <returns>What does not fit, up to <see cref="CedarLimits.Diagnostics"/>; empty when all does.</returns>
    public static IReadOnlyList<DataFinding> ValidateEntities(EntityStore entities, CedarSchema schema)
    {
        var found = new DataFindings();
        new EntityCheck(schema, entities, found).Check();
        return found.Found;
    }
}
