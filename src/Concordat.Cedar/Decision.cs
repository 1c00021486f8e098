namespace Concordat.Cedar;

/// <summary>The answer to a request.</summary>
public enum Decision
{
    /// <summary>No permit was satisfied, or some forbid was.</summary>
    Deny,

    /// <summary>Some permit was satisfied and no forbid.</summary>
    Allow,
}
