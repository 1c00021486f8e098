namespace Concordat.Oversight.Cases;

/// <summary>What people look at before they decide: the cases that wait for them, and how long decisions took.</summary>
/// <remarks>Thread-safe. Reads only. Every method may throw <see cref="OversightUnavailableException"/>. Cost grows with the page, not with the cases.</remarks>
public interface ICaseBoard
{
    /// <summary>Lists open cases by deadline.</summary>
    /// <param name="after">Key of the page: only cases due later than this one.</param>
    /// <param name="limit">1 to <see cref="CaseRules.LargestPage"/>.</param>
    ValueTask<WaitingCases> WaitingAsync(WaitingFilter filter, WaitingKey? after, int limit, CancellationToken cancellation);

    /// <summary>The nearest earlier cases: those with the most in common by clauses, findings, sources, use case and tool.</summary>
    /// <param name="also">Cases that are compared whatever their age, such as those on which a ruling stands.</param>
    /// <param name="limit">1 to 20.</param>
    ValueTask<IReadOnlyList<Precedent>> NearestAsync(CaseId id, IReadOnlyList<CaseId> also, int limit, CancellationToken cancellation);

    /// <summary>What was decided on each day since one, by UTC, oldest first; days without a decision are left out.</summary>
    /// <remarks>Counted as people decide. A grant that is revoked later stays one of its day.</remarks>
    ValueTask<IReadOnlyList<DecidedCases>> DecidedAsync(DateOnly first, CancellationToken cancellation);
}
