namespace Concordat.Oversight.Notices;

/// <summary>What became of cases, kept until everybody was told who is to be told; and who tells what else, once.</summary>
/// <remarks>
/// Thread-safe, across processes too: one holder at a time tells over a channel. An event is told at least once, and in order. An event is
/// written in the transaction that changes its case, so that none is lost. Every method may throw <see cref="OversightUnavailableException"/>.
/// </remarks>
public interface INoticeStore
{
    /// <summary>Most events that one page may hold.</summary>
    const int LargestPage = 200;

    /// <summary>How the names of channels begin that tell one thing, once.</summary>
    const string Once = "once ";

    /// <summary>Takes a channel that tells one thing, once; <see cref="ToldAsync"/> with <see cref="NoticePosition.Only"/> notes that it was told.</summary>
    /// <param name="claim">Its channel begins with <see cref="Once"/>.</param>
    ValueTask<NoticeTurn> ClaimAsync(NoticeClaim claim, CancellationToken cancellation);

    /// <summary>Takes the next events of a channel, and the channel with them. A new channel begins with what comes from now on.</summary>
    /// <param name="most">1 to <see cref="LargestPage"/>.</param>
    /// <returns>Empty where there is nothing new, or another holder tells over the channel, or it rests.</returns>
    ValueTask<IReadOnlyList<CaseEvent>> TakeAsync(NoticeClaim claim, int most, CancellationToken cancellation);

    /// <summary>Notes that all up to there was told, and keeps the channel.</summary>
    /// <returns>Whether the channel is still this holder's; if not, nothing was noted, and the new holder tells it too.</returns>
    ValueTask<bool> ToldAsync(NoticeClaim claim, NoticePosition upTo, CancellationToken cancellation);

    /// <summary>Lets the channel go for some time; what was not told is taken again after that.</summary>
    ValueTask RestAsync(NoticeClaim claim, TimeSpan pause, CancellationToken cancellation);

    /// <summary>Notes for every open case of which this share is over, in percent, that it is: of any number of callers one notes each.</summary>
    /// <param name="share">1 to 99.</param>
    /// <returns>How many cases it noted, at most <see cref="LargestPage"/>.</returns>
    ValueTask<int> EscalateAsync(int share, CancellationToken cancellation);

    /// <summary>Forgets events from before that time, told or not, and channels for one thing that nobody has taken since.</summary>
    ValueTask<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellation);
}
