using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Cases;

/// <summary>One person's verified decision, as the gateway hands it to the store. Its signature was checked before.</summary>
/// <param name="Digest">SHA-256 of the canonical action that was signed, lower hex.</param>
/// <param name="Approver">Who decides.</param>
/// <param name="KeyId">SHA-256 of the public key that signed, lower hex: the person's own, their hardware key's, or their card's.</param>
/// <param name="Reason">For people to read; null where none was given.</param>
/// <param name="Statement">The signed statement, as JSON.</param>
/// <param name="Entry">Ledger index of the entry that records it.</param>
/// <param name="Quorum">Whose signatures the case needs, from the canonical action.</param>
/// <param name="ReadingTime">How long the person must have had the action before a grant counts.</param>
public sealed record CaseVote(
    CaseDecision Decision,
    string Digest,
    Approver Approver,
    string KeyId,
    string? Reason,
    ReadOnlyMemory<byte> Statement,
    long Entry,
    Quorum Quorum,
    TimeSpan ReadingTime);
