namespace Concordat.Gateway.Model;

/// <summary>Holds the model in force; swapped whole, so that a request sees the old one or the new one and nothing between. Thread-safe.</summary>
internal sealed class GatewayState
{
    private GatewayModel? _current;

    /// <summary>Null until an agreement is in force.</summary>
    public GatewayModel? Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
