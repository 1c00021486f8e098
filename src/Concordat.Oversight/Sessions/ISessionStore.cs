namespace Concordat.Oversight.Sessions;

/// <summary>Where sessions are kept, by the hash of their secret.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface ISessionStore
{
    /// <summary>Begins a session and forgets those that have ended.</summary>
    /// <param name="hash">SHA-256 of the secret, 32 bytes.</param>
    ValueTask<Session> BeginAsync(byte[] hash, string person, string method, SessionLimits limits, CancellationToken cancellation);

    /// <summary>Finds a session that has not ended, and notes that it was used.</summary>
    ValueTask<Session?> FindAsync(byte[] hash, SessionLimits limits, CancellationToken cancellation);

    /// <summary>Ends a session; it is no error when there is none.</summary>
    ValueTask EndAsync(byte[] hash, CancellationToken cancellation);

    /// <summary>Ends every session of a person.</summary>
    /// <returns>How many there were.</returns>
    ValueTask<int> EndAllAsync(string person, CancellationToken cancellation);
}
