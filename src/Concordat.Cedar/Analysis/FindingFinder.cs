using System.Collections.Immutable;
using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Finds policies that do nothing, say nothing or can err.</summary>
internal sealed class FindingFinder<TOutcome>(CedarSchema schema, OutcomeRule<TOutcome> rule, PolicySet policies)
    where TOutcome : notnull
{
    /// <exception cref="AnalysisRefusedException">Not exactly, or not within the limits.</exception>
    public ImmutableArray<PolicyFinding> Find(AnalysisBudget budget)
    {
        var scopes = policies.Policies.ToDictionary(policy => policy, policy => PolicyParts.Of(policy, policy.Id, []));
        var models = AnalysisModels.Read(schema, [.. policies.Policies, .. scopes.Values], budget);
        var folds = models.Select(model => new OutcomeFold<TOutcome>(model, rule)).ToArray();
        var outcomes = folds.Select(fold => fold.Outcome(policies.Policies)).ToArray();
        var found = ImmutableArray.CreateBuilder<PolicyFinding>();
        foreach (var policy in policies.Policies)
        {
            if (FindWhere(models, policy, Logic.ErrorValue) is { } error)
            {
                new WitnessCheck(policies, schema).Expect(error, policy, PolicyOutcomeKind.Error);
                found.Add(new PolicyFinding(PolicyFindingKind.CanErr, policy, [], error));
            }

            if (FindWhere(models, policy, Logic.TrueValue) is not { } satisfied)
            {
                found.Add(new PolicyFinding(PolicyFindingKind.Dead, policy, [], Witness: null));
                continue;
            }

            new WitnessCheck(policies, schema).Expect(satisfied, policy, PolicyOutcomeKind.Satisfied);
            if (!policy.Conditions.IsEmpty && models.TrueForAll(model => Covers(model, policy, scopes[policy])))
            {
                found.Add(new PolicyFinding(PolicyFindingKind.Vacuous, policy, [], Witness: null));
            }

            var others = policies.Policies.Where(other => !ReferenceEquals(other, policy)).ToArray();
            if (!folds.Where((fold, i) => Differs(fold, outcomes[i], others)).Any())
            {
                var by = others.Where(other => models.TrueForAll(model => Covers(model, other, policy)));
                found.Add(new PolicyFinding(PolicyFindingKind.Shadowed, policy, [.. by], Witness: null));
            }
        }

        return found.ToImmutable();
    }

    private static Witness? FindWhere(List<EnvironmentModel> models, Policy policy, int value) =>
        models.Select(model => model.Find(model.Logic.Where(model.FunctionOf(policy), found => found == value), [policy])).FirstOrDefault(witness => witness is not null);

    // Whether the first is satisfied whenever the second is.
    private static bool Covers(EnvironmentModel model, Policy wide, Policy narrow)
    {
        var inside = model.Logic.Where(model.FunctionOf(narrow), value => value == Logic.TrueValue);
        var outside = model.Logic.Where(model.FunctionOf(wide), value => value == Logic.TrueValue);
        return model.Find(model.Logic.Without(inside, outside)) is null;
    }

    private static bool Differs(OutcomeFold<TOutcome> fold, int outcome, Policy[] others)
    {
        var without = fold.Outcome(others);
        var differs = fold.Model.Diagram.Apply(new DiagramOperation((x, y) => x == y ? 0 : 1, (x, y) => x == y ? Logic.False : null), outcome, without);
        return fold.Model.Find(differs) is not null;
    }
}
