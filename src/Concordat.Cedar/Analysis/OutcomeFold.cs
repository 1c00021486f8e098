using Concordat.Cedar.Analysis.Diagrams;

namespace Concordat.Cedar.Analysis;

/// <summary>Runs an outcome rule on all requests of one kind at once: leaves are states, then outcomes.</summary>
internal sealed class OutcomeFold<TOutcome>(EnvironmentModel model, OutcomeRule<TOutcome> rule)
    where TOutcome : notnull
{
    private readonly Numbering<object> _states = new();
    private readonly Numbering<TOutcome> _outcomes = new();
    private readonly Dictionary<Policy, DiagramOperation> _steps = [];

    public EnvironmentModel Model => model;

    /// <summary>The outcome of policies as a function; its values are numbers of outcomes.</summary>
    public int Outcome(IEnumerable<Policy> policies) =>
        model.Diagram.Map(States(policies), state => _outcomes.NumberOf(rule.Finish(_states[state])));

    public TOutcome OutcomeAt(int number) => _outcomes[number];

    public int NumberOf(TOutcome outcome) => _outcomes.NumberOf(outcome);

    /// <summary>For each request, the outcomes that policies leave open if some of them may come out anyhow.</summary>
    /// <returns>A function whose values are numbers in <paramref name="sets"/>, of sorted sets of outcomes.</returns>
    public int OpenOutcomes(IEnumerable<Policy> policies, IReadOnlySet<Policy> free, Numbering<OutcomeSet> sets)
    {
        var states = new Numbering<OutcomeSet>();
        var whole = Diagram.Leaf(states.NumberOf(new OutcomeSet([_states.NumberOf(rule.Start)])));
        foreach (var policy in policies)
        {
            if (free.Contains(policy))
            {
                int[] kinds = [Logic.FalseValue, .. model.Diagram.ValuesOf(model.FunctionOf(policy))];
                whole = model.Diagram.Map(whole, set => states.NumberOf(OutcomeSet.Of(states[set].Members.SelectMany(state => kinds.Select(kind => Next(state, policy, kind))))));
            }
            else
            {
                var step = new DiagramOperation((set, kind) => states.NumberOf(OutcomeSet.Of(states[set].Members.Select(state => Next(state, policy, kind)))));
                whole = model.Diagram.Apply(step, whole, model.FunctionOf(policy));
            }
        }

        return model.Diagram.Map(whole, set => sets.NumberOf(OutcomeSet.Of(states[set].Members.Select(state => _outcomes.NumberOf(rule.Finish(_states[state]))))));
    }

    /// <summary>Whether the rule treats two policies alike in every state met so far.</summary>
    public bool AreTreatedAlike(Policy a, Policy b)
    {
        for (var state = 0; state < _states.Count; state++)
        {
            foreach (var kind in Enum.GetValues<PolicyOutcomeKind>())
            {
                if (!Equals(rule.Next(_states[state], a, kind), rule.Next(_states[state], b, kind)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private int States(IEnumerable<Policy> policies)
    {
        var whole = Diagram.Leaf(_states.NumberOf(rule.Start));
        foreach (var policy in policies)
        {
            if (!_steps.TryGetValue(policy, out var step))
            {
                _steps.Add(policy, step = new DiagramOperation((state, kind) => Next(state, policy, kind)));
            }

            whole = model.Diagram.Apply(step, whole, model.FunctionOf(policy));
        }

        return whole;
    }

    private int Next(int state, Policy policy, int kind) => _states.NumberOf(rule.Next(_states[state], policy, (PolicyOutcomeKind)kind));
}
