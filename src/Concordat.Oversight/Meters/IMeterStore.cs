namespace Concordat.Oversight.Meters;

/// <summary>Counts what no single request shows, over sliding windows of an hour, a day and 30 days, without keeping who people are.</summary>
/// <remarks>
/// Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.
/// A person is kept as 128 bits of HMAC-SHA256 with the minute of the last look-up. The key is random, one for 30 days, the same for
/// all counts: so the store can tell that two use cases looked up the same person, and not whom. It is destroyed when nothing is left
/// that was hashed under it; see <see cref="MeterWindow"/>. A count keeps at most <see cref="MeterWindow.MostRows"/> rows.
/// </remarks>
public interface IMeterStore
{
    /// <summary>Counts the persons of one look-up in, if the decision on what the meters then show lets it happen.</summary>
    /// <remarks>
    /// The decision is made while no other look-up of the same use case, caller or purpose can be counted, on any node: so parallel
    /// requests cannot pass a ceiling together, and what is refused is not counted. Cost grows with the persons in the window.
    /// </remarks>
    /// <param name="subject">Who looks up.</param>
    /// <param name="persons">Whom; the same person twice counts once.</param>
    /// <param name="broad">Whether this is one text with so many persons that it counts as a broad one.</param>
    /// <param name="keep">Decides on the reading; must be quick, pure and not call the store. False forgets the look-up.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Ends waiting.</param>
    /// <returns>The reading that was decided on.</returns>
    ValueTask<MeterReading> ReserveAsync(
        MeterSubject subject, IReadOnlyList<PersonKey> persons, bool broad, Func<MeterReading, bool> keep, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Reads how many distinct persons a use case has looked up; counts nobody in.</summary>
    ValueTask<WindowCounts> ReadAsync(string useCase, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Counts one tool call in whose effect is force, whatever comes of it, and answers how many the use case has proposed.</summary>
    /// <returns>Calls of the last hour and day, this one included.</returns>
    ValueTask<EventCounts> CountForceAsync(string useCase, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Reads how many grants people signed for the use case within 30 days, and how many sooner after first reading than <paramref name="haste"/>.</summary>
    ValueTask<ApprovalPace> ReadApprovalsAsync(string useCase, TimeSpan haste, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Forgets what has left the windows, and destroys the keys that have served.</summary>
    /// <remarks><see cref="OversightStores"/> calls it when it opens and every hour.</remarks>
    ValueTask SweepAsync(DateTimeOffset now, CancellationToken cancellation);
}
