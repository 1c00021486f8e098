namespace Concordat.Gateway.Model;

/// <summary>Holds the model in force; swapped whole with what goes by it, so that a request sees the old ones or the new ones and nothing between. Thread-safe.</summary>
internal sealed class GatewayState
{
    private GatewayModel? _current;
    private int _version; // odd while a swap is under way

    /// <summary>Null until an agreement is in force.</summary>
    public GatewayModel? Current => Volatile.Read(ref _current);

    /// <summary>Puts a model in force, and with it what is kept elsewhere and goes by it. One call at a time.</summary>
    /// <param name="rest">Swaps the rest; brief, and it cannot fail.</param>
    public void Swap(GatewayModel model, Action rest)
    {
        Interlocked.Increment(ref _version);
        try
        {
            rest();
            Volatile.Write(ref _current, model);
        }
        finally
        {
            Interlocked.Increment(ref _version);
        }
    }

    /// <summary>Begins to read the model and what goes by it; waits for a swap that is under way.</summary>
    /// <returns>For <see cref="HasChangedSince"/>, once all is read.</returns>
    public int BeginRead()
    {
        for (var spin = default(SpinWait); ; spin.SpinOnce())
        {
            var version = Volatile.Read(ref _version);
            if ((version & 1) == 0)
            {
                return version;
            }
        }
    }

    /// <summary>Whether what was read since may be of two models: read it again.</summary>
    public bool HasChangedSince(int version)
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _version) != version;
    }
}
