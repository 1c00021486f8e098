using Concordat.Cedar;

namespace Concordat.Agreements.Proving;

/// <summary>Whether one policy holds for a request.</summary>
internal sealed class PolicyTest(string policy, CedarSchema schema)
{
    private readonly CompiledPolicySet _compiled = CompiledPolicySet.Compile(PolicySet.Parse(policy), schema);
    private readonly PolicyOutcome[] _outcome = new PolicyOutcome[1];

    /// <summary>Not for use by many threads.</summary>
    public bool Holds(CedarRequest request)
    {
        _compiled.EvaluateAll(request, _outcome);
        return _outcome[0].IsSatisfied;
    }
}
