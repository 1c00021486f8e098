using Concordat.Agreements.Clauses;
using Concordat.Agreements.Diagnostics;
using Concordat.Cedar;
using Concordat.Cedar.Syntax;

namespace Concordat.Agreements.Linting;

/// <summary>Checks that each moment of decision is both permitted and restrained by some clause.</summary>
internal static class CoverageChecks
{
    public static void Run(PolicySet policies, string place, DiagnosticList found)
    {
        foreach (var action in AgreementActions.All)
        {
            if (!policies.Policies.Any(policy => policy.Effect == Effect.Permit && Covers(policy, action)))
            {
                found.Error(
                    AgreementCodes.ActionNotCovered, $"no clause permits `{action.Id}`, so that every one would be refused", place);
            }

            if (!policies.Policies.Any(policy => policy.Effect == Effect.Forbid && Covers(policy, action)))
            {
                found.Error(
                    AgreementCodes.ActionNotCovered, $"no clause forbids any `{action.Id}`, so that nothing would restrain it", place);
            }
        }
    }

    private static bool Covers(Policy policy, EntityUid action) =>
        policy.Action.Kind == ScopeKind.Any || policy.Action.Entities.Any(named => named.Value.AsEntity.Equals(action));
}
