using Concordat.Oversight.Readiness;

namespace Concordat.Console.Data;

/// <summary>How far use cases have been let out, and what is certified of them; the console signs nothing and decides nothing itself.</summary>
/// <remarks>Implemented by the executable over the gateway. Thread-safe.</remarks>
public interface IUseCases
{
    /// <summary>What is known of a use case; null where there is none of that id.</summary>
    ValueTask<UseCaseDetail?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>Drafts a decision on how far it is let out, where its gate is open.</summary>
    /// <returns>Name of the decision, and the draft to sign; or why there is none.</returns>
    ValueTask<(string? Id, byte[]? Draft, string? Fault)> ProposeAsync(string useCase, ReadinessWish wish, CancellationToken cancellation);

    /// <summary>Takes a signed decision, for its signatures and its evidence alone.</summary>
    /// <returns>The use case that it is about; or why it is not taken.</returns>
    ValueTask<(string? UseCase, string? Fault)> TakeAsync(ReadOnlyMemory<byte> envelope, CancellationToken cancellation);
}
