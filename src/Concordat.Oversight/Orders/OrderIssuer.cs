using System.Collections.Frozen;
using Concordat.Signing;

namespace Concordat.Oversight.Orders;

/// <summary>Who may sign orders or notices, and which.</summary>
/// <param name="Party">The side that the issuer acts for: the role of a party; null for an outside authority.</param>
/// <param name="Acts">Names of actions and kinds of notice; empty for someone who has signed before and may not any more.</param>
public sealed record OrderIssuer(string Id, string Name, string? Party, VerifyingKey Key, FrozenSet<string> Acts)
{
    /// <summary>
    /// Whether the agreement says that they speak for their party. Whom the configuration alone names suspends, confirms and lifts for nobody, and does not undo what the
    /// agreement's own issuers signed.
    /// </summary>
    public bool IsAgreed { get; init; }

    /// <summary>
    /// The party for which they once spoke, by the configuration: of somebody whom the agreement names no more, and who signs nothing more. It counts for what they suspended,
    /// confirmed or terminated while they were named, and ends nothing. Null for everybody else.
    /// </summary>
    public string? FormerParty { get; init; }

    /// <summary>The party in whose name a suspension, confirmation or termination stands that they signed.</summary>
    internal string? StandingVoice => Voice ?? FormerParty;

    /// <summary>The party in whose name the issuer suspends, confirms and lifts; null where the agreement names none.</summary>
    internal string? Voice => IsAgreed ? Party : null;

    /// <summary>Whether the issuer can undo what the other signed: the same issuer, or the same side.</summary>
    public bool SpeaksFor(OrderIssuer other) =>
        Id.Equals(other.Id, StringComparison.Ordinal) || (Party is not null && Party.Equals(other.Party, StringComparison.Ordinal) && (IsAgreed || !other.IsAgreed));
}
