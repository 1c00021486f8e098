using Concordat.Oversight.Cases;

namespace Concordat.Oversight.Tests.Cases;

public abstract class CaseDecisionContract : CaseContract
{
    [Fact]
    public async Task A_decision_is_kept_with_who_and_why()
    {
        var opened = await OpenAsync(Opening());
        Time.Advance(TimeSpan.FromMinutes(5));
        var result = await Stores.Cases.DecideAsync(opened.Id, CaseDecision.Grant, "panel", "within article 3", Cancellation);

        var expected = opened with
        {
            State = CaseState.Granted,
            Decided = Time.GetUtcNow(),
            DecidedBy = "panel",
            Note = "within article 3",
        };
        Assert.Equivalent(expected, result.Case, strict: true);
        Assert.Equivalent(expected, await Stores.Cases.GetAsync(opened.Id, Cancellation), strict: true);
    }

    [Theory]
    [InlineData(CaseType.Authorize)]
    [InlineData(CaseType.Mask)]
    public async Task Only_a_ruling_can_be_granted_without_a_signature(CaseType type)
    {
        var opened = await OpenAsync(Opening(type));
        var result = await Stores.Cases.DecideAsync(opened.Id, CaseDecision.Grant, "anyone", "please", Cancellation);

        Assert.Equal("signed_grant_needed", result.Error?.Code);
        Assert.Contains(opened.Id.Value, result.Error?.Message, StringComparison.Ordinal);
        Assert.Equal(CaseState.Open, (await Stores.Cases.GetAsync(opened.Id, Cancellation))!.State);
        Assert.Equal(ConsumeOutcome.StillOpen, await Stores.Cases.TryConsumeAsync(opened.Id, opened.Action, Cancellation));
    }

    [Theory]
    [InlineData(CaseType.Authorize, CaseDecision.Deny, CaseState.Denied)]
    [InlineData(CaseType.Authorize, CaseDecision.Withdraw, CaseState.Withdrawn)]
    [InlineData(CaseType.Mask, CaseDecision.Deny, CaseState.Denied)]
    [InlineData(CaseType.Ruling, CaseDecision.Grant, CaseState.Granted)]
    [InlineData(CaseType.Ruling, CaseDecision.Deny, CaseState.Denied)]
    [InlineData(CaseType.Ruling, CaseDecision.Withdraw, CaseState.Withdrawn)]
    public async Task A_decision_is_final(CaseType type, CaseDecision decision, CaseState after)
    {
        var opened = await OpenAsync(Opening(type));
        Assert.Equal(after, (await Stores.Cases.DecideAsync(opened.Id, decision, "x", null, Cancellation)).Case?.State);

        foreach (var next in Enum.GetValues<CaseDecision>())
        {
            var result = await Stores.Cases.DecideAsync(opened.Id, next, "y", null, Cancellation);
            Assert.Equal("case_closed", result.Error?.Code);
        }

        Assert.Equal(after, (await Stores.Cases.GetAsync(opened.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task An_expired_case_cannot_be_decided()
    {
        var opened = await OpenAsync(Opening());
        Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("case_closed", (await Stores.Cases.DecideAsync(opened.Id, CaseDecision.Grant, "x", null, Cancellation)).Error?.Code);
    }

    [Fact]
    public async Task An_unknown_case_cannot_be_decided()
    {
        var result = await Stores.Cases.DecideAsync(CaseId.New(Time), CaseDecision.Deny, "x", null, Cancellation);
        Assert.Equal("case_not_found", result.Error?.Code);
        Assert.Null(await Stores.Cases.GetAsync(CaseId.New(Time), Cancellation));
    }

    [Fact]
    public async Task A_grant_lets_exactly_its_action_through_once()
    {
        var granted = await GrantAsync(Opening());

        Assert.Equal(ConsumeOutcome.OtherAction, await Stores.Cases.TryConsumeAsync(granted.Id, Opening(action: '2').Action, Cancellation));
        Assert.Equal(ConsumeOutcome.OtherAction, await Stores.Cases.TryConsumeAsync(granted.Id, Opening(useCase: "x").Action, Cancellation));
        Assert.Equal(ConsumeOutcome.OtherAction, await Stores.Cases.TryConsumeAsync(granted.Id, Opening(agreement: 'b').Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Consumed, await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation));
        Assert.Equal(Time.GetUtcNow(), (await Stores.Cases.GetAsync(granted.Id, Cancellation))!.Released);
    }

    [Fact]
    public async Task Of_parallel_releases_one_goes_through()
    {
        var other = await OpenAnotherAsync();
        var granted = await GrantAsync(Opening());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation), Cancellation)));

        Assert.Single(outcomes, ConsumeOutcome.Consumed);
        Assert.Equal(15, outcomes.Count(outcome => outcome == ConsumeOutcome.AlreadyConsumed));
    }

    [Fact]
    public async Task Of_parallel_decisions_one_counts()
    {
        var other = await OpenAnotherAsync();
        var opened = await OpenAsync(Opening());
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Cases.DecideAsync(
                opened.Id, i < 4 ? CaseDecision.Grant : CaseDecision.Deny, $"person {i}", null, Cancellation),
            Cancellation)));

        var winner = Assert.Single(results, result => result.IsDone);
        Assert.Equivalent(winner.Case, await Stores.Cases.GetAsync(opened.Id, Cancellation), strict: true);
    }

    [Fact]
    public async Task What_was_not_granted_lets_nothing_through()
    {
        var denied = await OpenAsync(Opening());
        await Stores.Cases.DecideAsync(denied.Id, CaseDecision.Deny, "x", null, Cancellation);
        var withdrawn = await OpenAsync(Opening());
        await Stores.Cases.DecideAsync(withdrawn.Id, CaseDecision.Withdraw, "x", null, Cancellation);
        var granted = await GrantAsync(Opening());
        var open = await OpenAsync(Opening());

        Assert.Equal(ConsumeOutcome.NotFound, await Stores.Cases.TryConsumeAsync(CaseId.New(Time), open.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Denied, await Stores.Cases.TryConsumeAsync(denied.Id, denied.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Withdrawn, await Stores.Cases.TryConsumeAsync(withdrawn.Id, withdrawn.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.StillOpen, await Stores.Cases.TryConsumeAsync(open.Id, open.Action, Cancellation));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ConsumeOutcome.Expired, await Stores.Cases.TryConsumeAsync(open.Id, open.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Expired, await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation));
    }
}
