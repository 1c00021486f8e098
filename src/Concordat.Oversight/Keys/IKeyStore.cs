namespace Concordat.Oversight.Keys;

/// <summary>Where API keys are kept; only hashes of their secrets are.</summary>
/// <remarks>
/// Thread-safe. Every method may throw <see cref="OversightUnavailableException"/>. Not for the request path: see <see cref="KeyVerifier"/>.
/// </remarks>
public interface IKeyStore
{
    /// <summary>Raised after this process changed a key; other processes are noticed through <see cref="VersionAsync"/>.</summary>
    event EventHandler? Changed;

    /// <summary>Makes a key; durable on return.</summary>
    /// <param name="useCase">1 to 128 characters.</param>
    /// <param name="label">What the key is for, in a person's words; up to 128 characters.</param>
    /// <param name="by">Who makes it; the ledger tells.</param>
    ValueTask<CreatedApiKey> CreateAsync(string useCase, string label, DateTimeOffset? expires, string? by, CancellationToken cancellation);

    /// <summary>Makes the key of that id, once; durable on return.</summary>
    /// <param name="id">Eight characters, as <see cref="ApiKeyStatement.IdOf"/> has them.</param>
    /// <returns>Null where there is a key of that id, revoked or not: then nothing is made.</returns>
    /// <inheritdoc cref="CreateAsync(string, string, DateTimeOffset?, string?, CancellationToken)"/>
    ValueTask<CreatedApiKey?> CreateOnceAsync(string id, string useCase, string label, DateTimeOffset? expires, string? by, CancellationToken cancellation);

    /// <summary>Makes a key for nobody in particular.</summary>
    ValueTask<CreatedApiKey> CreateAsync(string useCase, string label, DateTimeOffset? expires, CancellationToken cancellation) =>
        CreateAsync(useCase, label, expires, by: null, cancellation);

    /// <summary>Revokes a key for good; durable on return.</summary>
    /// <returns>Whether there is such a key. Revoking twice keeps the first time.</returns>
    /// <param name="by">Who revokes it; the ledger tells.</param>
    ValueTask<bool> RevokeAsync(string id, string? by, CancellationToken cancellation);

    /// <inheritdoc cref="RevokeAsync(string, string?, CancellationToken)"/>
    ValueTask<bool> RevokeAsync(string id, CancellationToken cancellation) => RevokeAsync(id, by: null, cancellation);

    /// <summary>Lists all keys, oldest first, revoked and expired ones too.</summary>
    ValueTask<IReadOnlyList<ApiKeyRecord>> ListAsync(CancellationToken cancellation);

    ValueTask<ApiKeyRecord?> FindAsync(string id, CancellationToken cancellation);

    /// <summary>The current version; one indexed read, cheap enough to poll.</summary>
    ValueTask<long> VersionAsync(CancellationToken cancellation);

    /// <summary>All keys and the version they belong to, read as one.</summary>
    ValueTask<KeySnapshot> LoadAsync(CancellationToken cancellation);
}
