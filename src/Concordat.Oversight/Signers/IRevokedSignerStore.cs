namespace Concordat.Oversight.Signers;

/// <summary>Which keys of parties and approvers were revoked, for all nodes; for good.</summary>
/// <remarks>Thread-safe. Every method may throw <see cref="OversightUnavailableException"/>. Few keys are ever revoked: all are read at once.</remarks>
public interface IRevokedSignerStore
{
    /// <summary>Revokes a key; durable on return. Twice keeps the first time, and of the agreements those that both name.</summary>
    ValueTask AddAsync(RevokedSigner signer, CancellationToken cancellation);

    /// <summary>All of them, by key.</summary>
    ValueTask<IReadOnlyList<RevokedSigner>> ListAsync(CancellationToken cancellation);
}
