using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Notices;

/// <summary>One thing that became of a case.</summary>
/// <param name="Case">The case as it is now.</param>
/// <param name="Kind"><see cref="CaseEventKinds"/>, or the word for the state that it came into.</param>
/// <param name="Detail">To whom it was assigned, or the share of its time in percent that was over; null for the rest.</param>
/// <param name="Time">When.</param>
/// <param name="Position">Where the event stands among all.</param>
public sealed record CaseEvent(Case Case, string Kind, string? Detail, DateTimeOffset Time, NoticePosition Position);
