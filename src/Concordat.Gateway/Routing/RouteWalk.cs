namespace Concordat.Gateway.Routing;

/// <summary>One request's way through the deployments of its model: which were tried, and where its conversation is at home.</summary>
/// <remarks>Allocates nothing before a deployment past the sixty-fourth was tried in vain.</remarks>
internal struct RouteWalk(ulong? conversation)
{
    private ulong _first;
    private ulong[]? _more;
    private int _chosen;
    private int _home;

    /// <summary>Hash of the conversation that should stay with one deployment; null where none was named.</summary>
    public readonly ulong? Conversation => conversation;

    /// <summary>Whether the conversation is with its own deployment; null where none was named or nothing was chosen yet.</summary>
    public readonly bool? IsAtHome => conversation is null || _chosen == 0 ? null : _chosen == _home;

    /// <summary>Index of the conversation's own deployment, -1 while it is not known.</summary>
    public int Home
    {
        readonly get => _home - 1;
        set => _home = value + 1;
    }

    /// <summary>Notes the newest choice.</summary>
    public void Choose(int index) => _chosen = index + 1;

    /// <summary>Notes that what was chosen last was tried in vain.</summary>
    public void Pass(int count)
    {
        if (_chosen == 0)
        {
            return;
        }

        var index = _chosen - 1;
        if (index < 64)
        {
            _first |= 1UL << index;
        }
        else
        {
            _more ??= new ulong[(count + 63) / 64];
            _more[index / 64] |= 1UL << (index % 64);
        }
    }

    public readonly bool WasTried(int index) => index < 64
        ? (_first & (1UL << index)) != 0
        : _more is not null && (_more[index / 64] & (1UL << (index % 64))) != 0;
}
