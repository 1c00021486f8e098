namespace Concordat.Cedar.Analysis;

/// <summary>Which policies of two sets are the same for requests of one kind, whatever they are called and however they are written.</summary>
internal sealed class PolicyMatch
{
    private PolicyMatch(IReadOnlyList<(Policy? A, Policy? B)> steps) => Steps = steps;

    /// <summary>The policies of both sets in a common order: unchanged ones as pairs, others alone.</summary>
    public IReadOnlyList<(Policy? A, Policy? B)> Steps { get; }

    public bool HasUnchanged => Steps.Any(step => step.A is not null && step.B is not null);

    /// <summary>The policies of one set only.</summary>
    public HashSet<Policy> Changed => [.. Steps.Where(step => step.A is null || step.B is null).Select(step => (step.A ?? step.B)!)];

    /// <param name="model">Knows how policies come out.</param>
    /// <param name="a">The first set.</param>
    /// <param name="b">The second set.</param>
    /// <param name="areTreatedAlike">Whether an outcome rule makes no difference between two policies.</param>
    public static PolicyMatch Find(EnvironmentModel model, PolicySet a, PolicySet b, Func<Policy, Policy, bool> areTreatedAlike)
    {
        var open = b.Policies.ToList();
        var counterparts = new Dictionary<Policy, Policy>();
        foreach (var policy in a.Policies)
        {
            var function = model.FunctionOf(policy);
            var same = open.FindIndex(other => model.FunctionOf(other) == function && areTreatedAlike(policy, other));
            if (same >= 0)
            {
                counterparts.Add(policy, open[same]);
                open.RemoveAt(same);
            }
        }

        var steps = new List<(Policy? A, Policy? B)>();
        foreach (var policy in a.Policies)
        {
            if (counterparts.TryGetValue(policy, out var counterpart))
            {
                // What was added before it comes before it.
                var before = open.Where(other => b.Policies.IndexOf(other) < b.Policies.IndexOf(counterpart)).ToArray();
                steps.AddRange(before.Select(other => ((Policy?)null, (Policy?)other)));
                open.RemoveAll(before.Contains);
                steps.Add((policy, counterpart));
            }
            else
            {
                steps.Add((policy, null));
            }
        }

        steps.AddRange(open.Select(other => ((Policy?)null, (Policy?)other)));
        return new PolicyMatch(steps);
    }
}
