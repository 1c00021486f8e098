namespace Concordat.Oversight.Credentials;

/// <summary>What the sign counter of a credential says of an assertion. Only <see cref="Counted"/> lets it count.</summary>
public enum UseOutcome
{
    /// <summary>The counter went forward, or the authenticator does not count.</summary>
    Counted,

    /// <summary>The very counter of the assertion before: the same assertion again.</summary>
    Replayed,

    /// <summary>The counter went back: the key was copied, or an old assertion is replayed. It is counted on the credential.</summary>
    Regressed,

    /// <summary>There is no such credential, or it is retired.</summary>
    Unknown,
}
