namespace Concordat.Cedar.Validation;

/// <summary>Type errors of one policy in one environment, each once and bounded in number.</summary>
internal sealed class FaultBag
{
    private readonly HashSet<TypeFault> _found = [];

    public IReadOnlyCollection<TypeFault> Found => _found;

    /// <summary>Whether more would be dropped; then there is no need to look for suggestions.</summary>
    public bool IsFull => _found.Count >= CedarLimits.Diagnostics;

    public void Add(TypeFault fault)
    {
        if (!IsFull)
        {
            _found.Add(fault);
        }
    }
}
