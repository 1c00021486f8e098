using Concordat.Signing;

namespace Concordat.Agreements;

/// <summary>A signatory that the operator of this gateway trusts: a role and the key that may sign for it.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Role">The role, such as <c>department</c> or <c>vendor</c>.</param>
/// <param name="Key">The key; two parties of one role are alternatives.</param>
public sealed record TrustedParty(string Name, string Role, VerifyingKey Key)
{
    /// <summary>Further keys of the party, of other algorithms: it has signed only when each of them has, too.</summary>
    public IReadOnlyList<VerifyingKey> AlsoKeys { get; init; } = [];

    /// <summary>Whether the party has signed with all its keys.</summary>
    public bool HasSigned(DsseEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return envelope.IsSignedBy(Key) && AlsoKeys.All(envelope.IsSignedBy);
    }

    /// <summary>Whether the key is one of the party's.</summary>
    public bool Has(VerifyingKey key) => Key.Equals(key) || AlsoKeys.Contains(key);
}
