using Concordat.Console.Access;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Rulings;

namespace Concordat.Console.Data;

/// <summary>The rulings of the running gateway; the console signs none and takes none itself.</summary>
/// <remarks>Implemented by the executable over the gateway. Thread-safe.</remarks>
public interface IRulings
{
    /// <summary>Every ruling, in the order in which they were taken, and whether it stands.</summary>
    ValueTask<IReadOnlyList<RulingReport>> ListAsync(CancellationToken cancellation);

    /// <summary>One ruling with its proof; null where there is none of that id.</summary>
    ValueTask<RulingDetail?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Takes a signed ruling or revocation, for its signatures alone.</summary>
    /// <returns>Id of the ruling that it makes or revokes; or why it is not taken.</returns>
    ValueTask<(string? Ruling, string? Fault)> TakeAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation);

    /// <summary>Drafts a ruling from a case, no wider than what was found there, and proves it.</summary>
    /// <returns>The draft to sign, or why there is none.</returns>
    ValueTask<(byte[]? Draft, string? Fault)> ProposeAsync(CaseId id, Person person, RulingProposal proposal, CancellationToken cancellation);
}
