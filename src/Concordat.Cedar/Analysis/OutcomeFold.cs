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
        model.Diagram.Map(States(policies), OutcomeOf);

    public TOutcome OutcomeAt(int number) => _outcomes[number];

    public int NumberOf(TOutcome outcome) => _outcomes.NumberOf(outcome);

    /// <summary>Where a change from one outcome to another is left open when some policies may come out anyhow, the same in both sets.</summary>
    /// <param name="steps">The policies of two sets in a common order.</param>
    /// <param name="isFree">Whether the policies of a step may come out anyhow.</param>
    /// <param name="from">Number of the outcome under the first set.</param>
    /// <param name="to">Number of the outcome under the second.</param>
    /// <returns>A two-valued function.</returns>
    public int LeftOpen(IEnumerable<(Policy? A, Policy? B)> steps, Func<Policy?, Policy?, bool> isFree, int from, int to)
    {
        var start = _states.NumberOf(rule.Start);
        var pairs = new Numbering<(int A, int B)>();
        var sets = new Numbering<NumberSet>();
        var whole = Diagram.Leaf(sets.NumberOf(NumberSet.Of([pairs.NumberOf((start, start))])));
        foreach (var (a, b) in steps)
        {
            var function = model.FunctionOf((a ?? b)!);
            int Step(int set, IEnumerable<int> kinds) => sets.NumberOf(NumberSet.Of(
                from pair in sets[set].Members
                from kind in kinds
                select pairs.NumberOf((a is null ? pairs[pair].A : Next(pairs[pair].A, a, kind), b is null ? pairs[pair].B : Next(pairs[pair].B, b, kind)))));

            whole = isFree(a, b)
                ? model.Diagram.Map(whole, set => Step(set, [Logic.FalseValue, .. model.Diagram.ValuesOf(function)]))
                : model.Diagram.Apply(new DiagramOperation((set, kind) => Step(set, [kind])), whole, function);
        }

        return model.Logic.Where(whole, set => Array.Exists(sets[set].Members, pair => OutcomeOf(pairs[pair].A) == from && OutcomeOf(pairs[pair].B) == to));
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

    private int OutcomeOf(int state) => _outcomes.NumberOf(rule.Finish(_states[state]));
}
