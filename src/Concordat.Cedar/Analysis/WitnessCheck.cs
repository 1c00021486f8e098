namespace Concordat.Cedar.Analysis;

/// <summary>Evaluates witnesses with the engine that decides requests, so that no answer rests on the analysis alone.</summary>
internal sealed class WitnessCheck(PolicySet policies, CedarSchema schema)
{
    private readonly CompiledPolicySet _compiled = CompiledPolicySet.Compile(policies, schema);

    /// <summary>The outcome of a witness, whose context must fit the schema.</summary>
    public TOutcome OutcomeOf<TOutcome>(Witness witness, OutcomeRule<TOutcome> rule)
        where TOutcome : notnull => rule.Decide(_compiled, Evaluate(witness));

    /// <exception cref="InvalidOperationException">The analysis and the evaluation disagree, which is a bug in one of them.</exception>
    public void ExpectThat<TOutcome>(Witness witness, OutcomeRule<TOutcome> rule, Func<TOutcome, bool> expected)
        where TOutcome : notnull
    {
        var found = OutcomeOf(witness, rule);
        if (!expected(found))
        {
            throw Disagreement(witness, $"outcome {found}");
        }
    }

    /// <exception cref="InvalidOperationException">The analysis and the evaluation disagree, which is a bug in one of them.</exception>
    public void Expect(Witness witness, Policy policy, PolicyOutcomeKind expected)
    {
        var found = Evaluate(witness)[_compiled.Policies.IndexOf(policy)].Kind;
        if (found != expected)
        {
            throw Disagreement(witness, $"policy {policy.Id} comes out {found}, not {expected}");
        }
    }

    public static InvalidOperationException Disagreement(Witness witness, string what) =>
        new($"the request that the analysis found does not show what it should ({what}): {witness.Request}");

    private PolicyOutcome[] Evaluate(Witness witness)
    {
        if (schema.Actions[witness.Request.Action].Context.Mismatch(witness.Request.Context) is { } mismatch)
        {
            throw Disagreement(witness, mismatch);
        }

        var outcomes = new PolicyOutcome[_compiled.Count];
        _compiled.EvaluateAll(witness.Request, outcomes, witness.Entities);
        return outcomes;
    }
}
