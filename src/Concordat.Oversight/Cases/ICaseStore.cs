namespace Concordat.Oversight.Cases;

/// <summary>Where held actions wait for people.</summary>
/// <remarks>Thread-safe, across processes too. Durable on return. Every method may throw <see cref="OversightUnavailableException"/>.</remarks>
public interface ICaseStore
{
    /// <summary>Opens a case; asking again for the same type, action and clauses while it is open returns the one there is; asking for a denied act, or for one like it (<see cref="CaseOpening.LikeHash"/>), returns the denial.</summary>
    /// <returns>Refused with <c>too_many_open_cases</c> where the use case has <see cref="CaseRules.MostOpen"/> open.</returns>
    ValueTask<CaseResult> OpenAsync(CaseOpening opening, CancellationToken cancellation);

    /// <summary>The denial of an act that still stands for every act like it, whatever holds it and whoever asks; null where there is none.</summary>
    ValueTask<Case?> FindDeniedAsync(string useCase, string agreementHash, string likeHash, CancellationToken cancellation);

    ValueTask<Case?> GetAsync(CaseId id, CancellationToken cancellation);

    /// <summary>Looks for several cases with one question.</summary>
    /// <param name="ids">At most <see cref="CaseRules.LargestPage"/>.</param>
    /// <returns>Those that are there, in no order.</returns>
    ValueTask<IReadOnlyList<Case>> GetAllAsync(IReadOnlyCollection<CaseId> ids, CancellationToken cancellation);

    /// <summary>Lists newest first.</summary>
    /// <param name="before">Key of the page: only cases older than this one.</param>
    /// <param name="limit">1 to <see cref="CaseRules.LargestPage"/>.</param>
    ValueTask<CasePage> ListAsync(CaseFilter filter, CaseId? before, int limit, CancellationToken cancellation);

    ValueTask<long> CountOpenAsync(CancellationToken cancellation);

    /// <summary>What people were asked and said about holds for a ruling in one use case under one agreement.</summary>
    /// <param name="clauses">The clauses of a hold; at least one.</param>
    ValueTask<LikeCases> FindLikeAsync(string useCase, string agreementHash, IReadOnlyList<string> clauses, CancellationToken cancellation);

    /// <summary>A case with its sealed action and its signatures.</summary>
    ValueTask<CaseFile?> GetFileAsync(CaseId id, CancellationToken cancellation);

    /// <summary>Notes that a person is shown the action; only the first time counts.</summary>
    /// <returns>When the person first had it; null where there is no such case.</returns>
    ValueTask<DateTimeOffset?> NoteReadingAsync(CaseId id, string approver, CancellationToken cancellation);

    /// <summary>Takes one person's verified decision; <see cref="CaseRules"/> says what it makes of the case.</summary>
    /// <returns>The case after it: still open while a quorum is not complete.</returns>
    ValueTask<CaseResult> DecideAsync(CaseId id, CaseVote vote, CancellationToken cancellation);

    /// <summary>Ends cases, open or granted, whose time is over: with their events, and with a change for the ledger. The oldest first.</summary>
    /// <returns>How many; fewer than <see cref="CaseRules.MostEnded"/> where none is left.</returns>
    ValueTask<int> ExpireAsync(CancellationToken cancellation);

    /// <summary>
    /// Ends cases, open or granted, that were opened before a time under another agreement than this one, in the same way; where no node has served under a
    /// later one: that amends the last, takes effect after it, or then and with a higher version.
    /// </summary>
    /// <returns>How many; fewer than <see cref="CaseRules.MostEnded"/> where none is left that nobody decides at this moment. Null where there is a later agreement.</returns>
    ValueTask<int?> SupersedeAsync(AgreementInUse agreement, DateTimeOffset before, CancellationToken cancellation);

    /// <summary>Ends an open case because whoever asked takes it back: with its event, and with a change for the ledger. It counts as no decision.</summary>
    /// <param name="by">Who that is, for the ledger.</param>
    /// <returns>Refused where the case is no longer open.</returns>
    ValueTask<CaseResult> TakeBackAsync(CaseId id, string by, CancellationToken cancellation);

    /// <summary>Puts an open case before one person by name; whoever may decide it still may.</summary>
    /// <returns>Refused where the case is no longer open.</returns>
    ValueTask<CaseResult> AssignAsync(CaseId id, string assignee, CancellationToken cancellation);

    /// <summary>Uses up a grant for exactly this action; of any number of parallel callers one gets <see cref="ConsumeOutcome.Consumed"/>.</summary>
    async ValueTask<ConsumeOutcome> TryConsumeAsync(CaseId id, HeldAction action, CancellationToken cancellation) =>
        (await ConsumeAsync([(id, action)], cancellation).ConfigureAwait(false)).Outcome;

    /// <summary>Uses up several grants, each for exactly its action: all of them, or none.</summary>
    ValueTask<Consumption> ConsumeAsync(IReadOnlyList<(CaseId Id, HeldAction Action)> grants, CancellationToken cancellation);

    /// <summary>Gives a used ruling back when no model took the request; anything but a ruling stays used.</summary>
    /// <returns>Whether it was given back.</returns>
    ValueTask<bool> ReturnAsync(CaseId id, HeldAction action, CancellationToken cancellation);
}
