namespace Concordat.Oversight.Meters;

/// <summary>Counts distinct persons per use case over a sliding window, exactly, without keeping who they are.</summary>
/// <remarks>
/// Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.
/// A person is kept as 128 bits of HMAC-SHA256 under a random key of one use case and one 30-day epoch. The window is counted in
/// whole UTC days: today and the 30 days before, so never less than 30 times 24 hours. See <see cref="MeterWindow"/> for when keys
/// are destroyed.
/// </remarks>
public interface IMeterStore
{
    /// <summary>Counts the persons of one request in and answers how many distinct ones the window then holds.</summary>
    /// <remarks>
    /// Call before the decision: each of several parallel requests gets a count that includes its own persons and all of those
    /// reserved before it, so that together they cannot pass a threshold unseen. Cost grows with the persons in the window.
    /// </remarks>
    ValueTask<long> ReserveAsync(
        string useCase, IReadOnlyList<PersonKey> persons, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Answers what <see cref="ReserveAsync"/> would, and counts nobody in.</summary>
    ValueTask<long> CountAsync(
        string useCase, IReadOnlyList<PersonKey> persons, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Forgets what has left the window, of all use cases, and destroys the keys that have served.</summary>
    /// <remarks><see cref="OversightStores"/> calls it when it opens and every hour.</remarks>
    ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation);
}
