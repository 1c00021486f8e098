namespace Concordat.Oversight.Keys;

/// <summary>What somebody wants done with an API key.</summary>
public enum ApiKeyAct
{
    /// <summary>A new key for a use case.</summary>
    Make,

    /// <summary>A key ends for good.</summary>
    Revoke,
}
