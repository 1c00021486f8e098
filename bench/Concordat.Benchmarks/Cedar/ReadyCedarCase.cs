using Concordat.Cedar;

namespace Concordat.Benchmarks.Cedar;

/// <summary>A case that is read and compiled.</summary>
internal sealed class ReadyCedarCase(CompiledPolicySet policies, EntityStore entities, CedarRequest[] requests)
{
    private readonly PolicyOutcome[] _outcomes = new PolicyOutcome[policies.Count];

    public int Requests => requests.Length;

    /// <summary>Evaluates every policy for every request, as a gateway does; returns how many policies are satisfied.</summary>
    public int EvaluateAll()
    {
        var satisfied = 0;
        foreach (var request in requests)
        {
            policies.EvaluateAll(request, _outcomes, entities);
            foreach (var outcome in _outcomes)
            {
                satisfied += outcome.IsSatisfied ? 1 : 0;
            }
        }

        return satisfied;
    }

    /// <summary>Answers every request with decision, reasons and errors; returns how many are allowed.</summary>
    public int Authorize()
    {
        var allowed = 0;
        foreach (var request in requests)
        {
            allowed += policies.Evaluate(request, entities).Decision == Decision.Allow ? 1 : 0;
        }

        return allowed;
    }
}
