using Concordat.Oversight.Cases;
using Concordat.Oversight.Tests.Kit;

namespace Concordat.Oversight.Tests.Cases;

public abstract class CaseStoreContract : StoreContract
{
    [Fact]
    public async Task An_opened_case_reads_as_it_was_opened()
    {
        var opened = await OpenAsync(Opening(clauses: ["3.2", "1.1", "3.2"]));

        Assert.Equal(CaseState.Open, opened.State);
        Assert.Equal(["1.1", "3.2"], opened.Clauses);
        Assert.Equal(Time.GetUtcNow(), opened.Created);
        Assert.Equivalent(opened, await Stores.Cases.GetAsync(opened.Id, Cancellation), strict: true);
        Assert.Equal(1, await Stores.Cases.CountOpenAsync(Cancellation));
    }

    [Fact]
    public async Task Asking_again_for_the_same_action_returns_the_open_case()
    {
        var first = await OpenAsync(Opening(clauses: ["3.2", "1.1"]));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(first.Id, (await OpenAsync(Opening(clauses: ["1.1", "3.2"]))).Id);
        Assert.Equal(1, await Stores.Cases.CountOpenAsync(Cancellation));
    }

    [Fact]
    public async Task Another_action_clause_use_case_agreement_or_type_is_another_case()
    {
        CaseOpening[] openings =
        [
            Opening(), Opening(action: '2'), Opening(clauses: ["4.1"]), Opening(useCase: "fires"), Opening(agreement: 'b'),
            Opening(CaseType.Authorize),
        ];
        var ids = new HashSet<CaseId>();
        foreach (var opening in openings)
        {
            ids.Add((await OpenAsync(opening)).Id);
        }

        Assert.Equal(openings.Length, ids.Count);
    }

    [Fact]
    public async Task A_decided_case_is_not_reused()
    {
        var first = await OpenAsync(Opening());
        await Stores.Cases.DecideAsync(first.Id, CaseDecision.Deny, "col. Ito", "no", Cancellation);

        Assert.NotEqual(first.Id, (await OpenAsync(Opening())).Id);
    }

    [Fact]
    public async Task A_case_expires_by_the_clock_and_is_not_reused()
    {
        var first = await OpenAsync(Opening());
        Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(CaseState.Expired, (await Stores.Cases.GetAsync(first.Id, Cancellation))!.State);
        Assert.Equal(0, await Stores.Cases.CountOpenAsync(Cancellation));
        Assert.Equal(first.Id, Assert.Single((await ListAsync(CaseState.Expired)).Cases).Id);
        Assert.Empty((await ListAsync(CaseState.Open)).Cases);

        var second = await OpenAsync(Opening());
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, Assert.Single((await ListAsync(CaseState.Open)).Cases).Id);
        Assert.Equal(first.Id, Assert.Single((await ListAsync(CaseState.Expired)).Cases).Id);
    }

    [Fact]
    public async Task Parallel_openings_of_one_action_open_one_case()
    {
        var other = await OpenAnotherAsync();
        var cases = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Cases.OpenAsync(Opening(), Cancellation), Cancellation)));

        Assert.Single(cases.Select(result => result.Case!.Id).Distinct());
        Assert.Equal(1, await Stores.Cases.CountOpenAsync(Cancellation));
    }

    [Fact]
    public async Task Pages_walk_every_case_once_newest_first()
    {
        List<CaseId> opened = [];
        for (var i = 0; i < 7; i++)
        {
            opened.Insert(0, (await OpenAsync(Opening(action: (char)('0' + i)))).Id);
            Time.Advance(TimeSpan.FromMilliseconds(1));
        }

        List<CaseId> listed = [];
        List<int> sizes = [];
        CaseId? before = null;
        do
        {
            var page = await Stores.Cases.ListAsync(new CaseFilter(), before, 3, Cancellation);
            listed.AddRange(page.Cases.Select(@case => @case.Id));
            sizes.Add(page.Cases.Length);
            before = page.Next;
        }
        while (before is not null);

        Assert.Equal(opened, listed);
        Assert.Equal([3, 3, 1], sizes);
    }

    [Fact]
    public async Task Filters_combine()
    {
        var wanted = await OpenAsync(Opening(useCase: "fires"));
        await OpenAsync(Opening(useCase: "radar"));
        await OpenAsync(Opening(CaseType.Mask, useCase: "fires"));
        var denied = await OpenAsync(Opening(useCase: "fires", action: '2'));
        await Stores.Cases.DecideAsync(denied.Id, CaseDecision.Deny, "x", null, Cancellation);

        var page = await Stores.Cases.ListAsync(new CaseFilter(CaseState.Open, "fires", CaseType.Ruling), null, 10, Cancellation);
        Assert.Equal(wanted.Id, Assert.Single(page.Cases).Id);
        Assert.Equal(denied.Id, Assert.Single((await ListAsync(CaseState.Denied)).Cases).Id);
    }

    [Fact]
    public async Task A_decision_is_kept_with_who_and_why()
    {
        var opened = await OpenAsync(Opening());
        Time.Advance(TimeSpan.FromMinutes(5));
        var result = await Stores.Cases.DecideAsync(opened.Id, CaseDecision.Grant, "panel", "within article 3", Cancellation);

        var expected = opened with
        {
            State = CaseState.Granted, Decided = Time.GetUtcNow(), DecidedBy = "panel", Note = "within article 3",
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

    [Fact]
    public async Task A_use_case_cannot_fill_the_store_with_open_cases()
    {
        for (var i = 0; i < CaseRules.MostOpen; i++)
        {
            await OpenAsync(Opening(clauses: [$"{i}"]));
        }

        Assert.Equal("too_many_open_cases", (await Stores.Cases.OpenAsync(Opening(), Cancellation)).Error?.Code);
        Assert.True((await Stores.Cases.OpenAsync(Opening(clauses: ["7"]), Cancellation)).IsDone);
        Assert.True((await Stores.Cases.OpenAsync(Opening(useCase: "other"), Cancellation)).IsDone);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.True((await Stores.Cases.OpenAsync(Opening(), Cancellation)).IsDone);
    }

    [Fact]
    public async Task A_case_born_expired_is_refused()
    {
        Time.Advance(TimeSpan.FromHours(1));
        var stale = Opening();
        Time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Stores.Cases.OpenAsync(stale, Cancellation));
    }

    private CaseOpening Opening(
        CaseType type = CaseType.Ruling, string useCase = "radar", char agreement = 'a', char action = '1', string[]? clauses = null) =>
        new(
            type,
            new HeldAction(useCase, new string(agreement, 64), new string(action, 64)),
            clauses ?? ["3.2"],
            "launch_drone_strike",
            "force",
            Time.GetUtcNow().AddHours(1));

    private async Task<Case> OpenAsync(CaseOpening opening) =>
        (await Stores.Cases.OpenAsync(opening, Cancellation)).Case ?? throw new InvalidOperationException("not opened");

    private async Task<Case> GrantAsync(CaseOpening opening) =>
        (await Stores.Cases.DecideAsync((await OpenAsync(opening)).Id, CaseDecision.Grant, "panel", null, Cancellation)).Case!;

    private ValueTask<CasePage> ListAsync(CaseState state) =>
        Stores.Cases.ListAsync(new CaseFilter(state), null, 10, Cancellation);
}
