namespace Concordat.Oversight.Cases;

/// <summary>Where held actions wait for people.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface ICaseStore
{
    /// <summary>Opens a case; asking again for the same type, action and clauses while it is open returns the one there is.</summary>
    /// <returns>Refused with <c>too_many_open_cases</c> where the use case has <see cref="CaseRules.MostOpen"/> open.</returns>
    ValueTask<CaseResult> OpenAsync(CaseOpening opening, CancellationToken cancellation);

    ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation);

    /// <summary>Lists newest first.</summary>
    /// <param name="before">Key of the page: only cases older than this one.</param>
    /// <param name="limit">1 to <see cref="CaseRules.LargestPage"/>.</param>
    ValueTask<CasePage> ListAsync(CaseFilter filter, CaseId? before, int limit, CancellationToken cancellation);

    ValueTask<long> CountOpenAsync(CancellationToken cancellation);

    /// <summary>Decides an open case; <see cref="CaseRules"/> says which decisions are legal.</summary>
    /// <param name="by">Who decides; up to 256 characters.</param>
    /// <param name="note">Reason for people to read, up to 2,000 characters.</param>
    ValueTask<CaseResult> DecideAsync(CaseId id, CaseDecision decision, string by, string? note, CancellationToken cancellation);

    /// <summary>Uses up a grant for exactly this action; of any number of parallel callers one gets <see cref="ConsumeOutcome.Consumed"/>.</summary>
    ValueTask<ConsumeOutcome> TryConsumeAsync(CaseId id, HeldAction action, CancellationToken cancellation);
}
