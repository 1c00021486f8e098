using System.Collections.Immutable;
using Concordat.Agreements.Documents;

namespace Concordat.Agreements.Linting;

/// <summary>Checks which hardware keys roles decide with: models by their AAGUID, for roles that decide on acts.</summary>
internal static class HardwareKeyChecks
{
    private const int MostModels = 64;

    // Reviewers sign rulings with keys of their own, which no hardware key does yet.
    private static readonly string[] Roles = ["commander", "official"];

    public static void Run(AgreementMetadata metadata, Action<string, string> fault)
    {
        foreach (var (role, models) in metadata.Terms.HardwareKeys ?? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty)
        {
            if (!Roles.Contains(role, StringComparer.Ordinal))
            {
                fault("hardwareKeys", $"`{role}` is not a role that decides with hardware keys alone; those are {string.Join(" and ", Roles)}");
            }
            else if (models.IsDefaultOrEmpty || models.Length > MostModels)
            {
                fault("hardwareKeys", $"`{role}` decides with 1 to {MostModels} models of hardware keys; leave the role out where any will do");
            }

            foreach (var model in models.IsDefault ? [] : models)
            {
                if (model != AgreementTerms.Card && (!Guid.TryParseExact(model, "D", out var id) || id == Guid.Empty || model != id.ToString()))
                {
                    fault("hardwareKeys", $"`{model}` is no model of a hardware key; write its AAGUID in lower case, such as `ee882879-721c-4913-9775-3dfcce97072a`, or `{AgreementTerms.Card}`");
                }
            }
        }
    }
}
