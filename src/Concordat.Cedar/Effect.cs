namespace Concordat.Cedar;

/// <summary>What a satisfied policy argues for.</summary>
public enum Effect
{
    /// <summary>Allow.</summary>
    Permit,

    /// <summary>Deny; outweighs every permit.</summary>
    Forbid,
}
