namespace Concordat.Attestation;

/// <summary>How well it is shown what a deployment runs and where, weakest first.</summary>
public enum AssuranceLevel
{
    /// <summary>Nothing is shown.</summary>
    A0,

    /// <summary>The provider signed a statement.</summary>
    A1,

    /// <summary>A cloud or the maker of the hardware vouches for the machine; not bound to the connection.</summary>
    A2,

    /// <summary>Evidence of the hardware, bound to the TLS key of the connection.</summary>
    A3,
}
