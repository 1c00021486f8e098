using System.Collections.Frozen;
using Concordat.Signing;

namespace Concordat.Oversight.Orders;

/// <summary>Who may sign orders or notices, and which.</summary>
/// <param name="Party">The side that the issuer acts for: the role of a party; null for an outside authority.</param>
/// <param name="Acts">Names of actions and kinds of notice; empty for someone who has signed before and may not any more.</param>
public sealed record OrderIssuer(string Id, string Name, string? Party, VerifyingKey Key, FrozenSet<string> Acts)
{
    /// <summary>Whether the two speak with one voice: the same issuer, or the same side.</summary>
    public bool SpeaksFor(OrderIssuer other) => Id.Equals(other.Id, StringComparison.Ordinal) || (Party is not null && Party.Equals(other.Party, StringComparison.Ordinal));
}
