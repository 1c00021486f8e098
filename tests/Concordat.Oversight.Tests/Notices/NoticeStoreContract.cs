using Concordat.Oversight.Cases;
using Concordat.Oversight.Notices;
using Concordat.Oversight.Tests.Cases;

namespace Concordat.Oversight.Tests.Notices;

/// <summary>Whatever becomes of a case is told once it is durable, in order, by one holder at a time, until it is noted as told.</summary>
public abstract class NoticeStoreContract : CaseContract
{
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(1);
    private static readonly NoticeClaim Mine = new("hook", "node-1", Hold);
    private static readonly NoticeClaim Probe = new("probe", "test", Hold);
    private static readonly NoticeClaim Theirs = new("hook", "node-2", Hold);

    [Fact]
    public async Task What_becomes_of_a_case_is_told_in_order()
    {
        await TakeAsync();
        var granted = await GrantAsync(Opening());
        await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation);

        var events = await TakeAsync(3);
        Assert.Equal(["opened", "granted", "consumed"], events.Select(told => told.Kind));
        Assert.All(events, told => Assert.Equal((granted.Id, CaseState.Consumed), (told.Case.Id, told.Case.State)));
    }

    [Fact]
    public async Task A_new_channel_begins_with_what_comes_from_now_on()
    {
        await TakeAsync(Probe);
        await OpenAsync(Opening());
        await TakeAsync(1, Probe);
        Assert.Empty(await TakeAsync());
        await OpenAsync(Opening(action: '2'));
        Assert.Single(await TakeAsync(1));
    }

    [Fact]
    public async Task Another_holder_tells_only_when_the_first_is_late_and_then_the_first_no_more()
    {
        await TakeAsync();
        await OpenAsync(Opening());
        var other = await OpenAnotherAsync();

        var first = Assert.Single(await TakeAsync(1));
        Assert.Empty(await TakeAsync(Theirs, other));
        Time.Advance(Hold);
        Assert.Single(await TakeAsync(Theirs, other));

        Assert.False(await Stores.Notices.ToldAsync(Mine, first.Position, Cancellation));
        await Stores.Notices.RestAsync(Mine, TimeSpan.Zero, Cancellation);
        Assert.Empty(await TakeAsync());
        Assert.True(await other.Notices.ToldAsync(Theirs, first.Position, Cancellation));
    }

    [Fact]
    public async Task Of_many_nodes_that_reach_for_it_one_gets_it()
    {
        await TakeAsync();
        await TakeAsync(Probe);
        await OpenAsync(Opening());
        await TakeAsync(1, Probe);
        var other = await OpenAnotherAsync();

        var takers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await TakeAsync(new NoticeClaim("hook", $"node-{i}", Hold), i % 2 == 0 ? Stores : other), Cancellation)));
        Assert.Single(takers, taken => taken.Count == 1);
    }

    [Fact]
    public async Task What_was_told_is_not_taken_again_and_each_channel_goes_its_own_way()
    {
        var mail = new NoticeClaim("mail", "node-1", Hold);
        await TakeAsync();
        await TakeAsync(mail);
        await OpenAsync(Opening());
        await OpenAsync(Opening(action: '2'));
        var events = await TakeAsync(2);
        Assert.True(await Stores.Notices.ToldAsync(Mine, events[0].Position, Cancellation));

        Assert.Equal(events[1].Position, Assert.Single(await TakeAsync()).Position);
        Assert.Equal(2, (await TakeAsync(2, mail)).Count);
    }

    [Fact]
    public async Task A_channel_that_rests_is_left_alone_until_then()
    {
        await TakeAsync();
        await OpenAsync(Opening());
        await TakeAsync(1);
        await Stores.Notices.RestAsync(Mine, TimeSpan.FromMinutes(5), Cancellation);

        Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(await TakeAsync());
        Assert.Empty(await TakeAsync(Theirs));
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await TakeAsync(1));
    }

    [Fact]
    public async Task A_page_holds_no_more_than_was_asked_for_and_old_events_are_forgotten()
    {
        await TakeAsync();
        await OpenAsync(Opening());
        await OpenAsync(Opening(action: '2'));
        await TakeAsync(2);

        Assert.Single(await Stores.Notices.TakeAsync(Mine, 1, Cancellation));
        Assert.Equal(2, await Stores.Notices.ForgetAsync(Time.GetUtcNow().AddSeconds(1), Cancellation));
        Assert.Empty(await TakeAsync());
    }

    [Fact]
    public async Task An_open_case_can_be_assigned_and_assigned_again_but_a_decided_one_not()
    {
        await TakeAsync();
        var opened = await OpenAsync(Opening());
        Assert.Equal("cy", (await Stores.Cases.AssignAsync(opened.Id, "cy", Cancellation)).Case!.Assignee);
        Assert.Equal(CaseState.Open, (await Stores.Cases.AssignAsync(opened.Id, "di", Cancellation)).Case!.State);
        await DecideAsync(opened, CaseDecision.Deny, Reviewer);

        Assert.Equal("case_closed", (await Stores.Cases.AssignAsync(opened.Id, "cy", Cancellation)).Error!.Code);
        Assert.Equal("case_not_found", (await Stores.Cases.AssignAsync(CaseId.New(Time), "cy", Cancellation)).Error!.Code);
        Assert.Equal("di", (await Stores.Cases.GetAsync(opened.Id, Cancellation))!.Assignee);
        Assert.Equal([("opened", null), ("assigned", "cy"), ("assigned", "di"), ("denied", null)], (await TakeAsync(4)).Select(told => (told.Kind, told.Detail)));
    }

    [Fact]
    public async Task A_case_is_escalated_once_for_each_share_of_its_time_and_by_one_node()
    {
        await TakeAsync();
        var opened = await OpenAsync(Opening());
        var other = await OpenAnotherAsync();
        Assert.Equal(0, await Stores.Notices.EscalateAsync(50, Cancellation));

        Time.Advance((opened.Expires - opened.Created) / 2);
        var noted = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Notices.EscalateAsync(50, Cancellation), Cancellation)));
        Assert.Equal(1, noted.Sum());
        Assert.Equal(0, await Stores.Notices.EscalateAsync(75, Cancellation));
        Time.Advance((opened.Expires - opened.Created) / 4);
        Assert.Equal(1, await Stores.Notices.EscalateAsync(75, Cancellation));
        Assert.Equal(0, await Stores.Notices.EscalateAsync(50, Cancellation));

        Assert.Equal([("opened", null), ("escalated", "50"), ("escalated", "75")], (await TakeAsync(3)).Select(told => (told.Kind, told.Detail)));
        Assert.Equal(75, (await Stores.Cases.GetAsync(opened.Id, Cancellation))!.Escalated);
    }

    [Fact]
    public async Task A_decided_or_lapsed_case_is_not_escalated()
    {
        var denied = await OpenAsync(Opening());
        await DecideAsync(denied, CaseDecision.Deny, Reviewer);
        var lapsed = await OpenAsync(Opening(action: '2'));
        Time.Advance(lapsed.Expires - lapsed.Created);

        Assert.Equal(0, await Stores.Notices.EscalateAsync(50, Cancellation));
    }

    [Fact]
    public async Task Who_stands_by_grants_only_after_their_share_of_the_time_and_may_deny_at_once()
    {
        var standBy = VendorReviewer with { StandBy = 50 };
        var opened = await OpenAsync(Opening());
        await Stores.Cases.NoteReadingAsync(opened.Id, standBy.Id, Cancellation);
        Time.Advance((opened.Expires - opened.Created) / 2 - TimeSpan.FromSeconds(1));
        Assert.Equal("not_asked_yet", (await DecideAsync(opened, CaseDecision.Grant, standBy)).Error!.Code);

        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await DecideAsync(opened, CaseDecision.Grant, standBy)).IsDone);
        var another = await OpenAsync(Opening(action: '2'));
        Assert.Equal(CaseState.Denied, (await DecideAsync(another, CaseDecision.Deny, standBy)).Case!.State);
    }

    [Fact]
    public async Task Who_stands_by_grants_at_once_what_is_assigned_to_them_and_nothing_else()
    {
        var standBy = VendorReviewer with { StandBy = 50 };
        var opened = await OpenAsync(Opening());
        await Stores.Cases.NoteReadingAsync(opened.Id, standBy.Id, Cancellation);
        Time.Advance(ReadingTime);
        await Stores.Cases.AssignAsync(opened.Id, Reviewer.Id, Cancellation);
        Assert.Equal("not_asked_yet", (await DecideAsync(opened, CaseDecision.Grant, standBy)).Error!.Code);

        await Stores.Cases.AssignAsync(opened.Id, standBy.Id, Cancellation);
        Assert.True((await DecideAsync(opened, CaseDecision.Grant, standBy)).IsDone);
    }

    [Fact]
    public async Task What_is_told_once_is_one_holders_until_it_was_told_or_let_go_or_the_holder_is_late()
    {
        var (mine, theirs) = (Mine with { Channel = "once hook a" }, Theirs with { Channel = "once hook a" });
        var other = (await OpenAnotherAsync()).Notices;
        Assert.Equal(NoticeTurn.Mine, await Stores.Notices.ClaimAsync(mine, Cancellation));
        Assert.Equal(NoticeTurn.Mine, await Stores.Notices.ClaimAsync(mine, Cancellation));
        Assert.Equal(NoticeTurn.NotNow, await other.ClaimAsync(theirs, Cancellation));
        Assert.Equal(NoticeTurn.Mine, await other.ClaimAsync(theirs with { Channel = "once hook b" }, Cancellation));

        await Stores.Notices.RestAsync(mine, TimeSpan.FromSeconds(4), Cancellation);
        Assert.Equal(NoticeTurn.NotNow, await other.ClaimAsync(theirs, Cancellation));
        Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(NoticeTurn.Mine, await other.ClaimAsync(theirs, Cancellation));
        Time.Advance(Hold);
        Assert.Equal(NoticeTurn.Mine, await Stores.Notices.ClaimAsync(mine, Cancellation));

        Assert.False(await other.ToldAsync(theirs, NoticePosition.Only, Cancellation));
        Assert.True(await Stores.Notices.ToldAsync(mine, NoticePosition.Only, Cancellation));
        Time.Advance(Hold);
        Assert.Equal([NoticeTurn.Told, NoticeTurn.Told], [await Stores.Notices.ClaimAsync(mine, Cancellation), await other.ClaimAsync(theirs, Cancellation)]);
        await Assert.ThrowsAsync<ArgumentException>(() => Stores.Notices.ClaimAsync(Mine, Cancellation).AsTask());

        await Stores.Notices.ForgetAsync(Time.GetUtcNow() - TimeSpan.FromHours(1), Cancellation);
        Assert.Equal(NoticeTurn.Told, await Stores.Notices.ClaimAsync(mine, Cancellation));
        Time.Advance(TimeSpan.FromHours(2));
        await Stores.Notices.ForgetAsync(Time.GetUtcNow() - TimeSpan.FromHours(1), Cancellation);
        Assert.Equal(NoticeTurn.Mine, await Stores.Notices.ClaimAsync(mine, Cancellation));
    }

    private ValueTask<IReadOnlyList<CaseEvent>> TakeAsync(NoticeClaim? claim = null, OversightStores? stores = null) =>
        (stores ?? Stores).Notices.TakeAsync(claim ?? Mine, 10, Cancellation);

    /// <summary>Takes so many events; on a shared server they come once every transaction that began before them is over, those of other tests too.</summary>
    private async Task<IReadOnlyList<CaseEvent>> TakeAsync(int count, NoticeClaim? claim = null)
    {
        while (true)
        {
            if (await TakeAsync(claim) is var events && events.Count >= count)
            {
                return events;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
        }
    }
}
