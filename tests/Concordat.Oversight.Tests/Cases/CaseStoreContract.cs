using Concordat.Oversight.Cases;
using Concordat.Oversight.Changes;

namespace Concordat.Oversight.Tests.Cases;

public abstract class CaseStoreContract : CaseContract
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
    public async Task Several_cases_are_found_with_one_question_as_each_would_be()
    {
        var over = await OpenAsync(Opening(action: '4'));
        Time.Advance(TimeSpan.FromHours(2)); // nobody has ended it yet
        var open = await OpenAsync(Opening());
        var denied = await OpenAsync(Opening(action: '2'));
        await DecideAsync(denied, CaseDecision.Deny, Reviewer);
        await OpenAsync(Opening(action: '3')); // nobody asks for it

        var found = await Stores.Cases.GetAllAsync([open.Id, CaseId.New(Time), denied.Id, over.Id], Cancellation);

        Assert.Equal(3, found.Count);
        foreach (var each in found)
        {
            Assert.Equivalent(await Stores.Cases.GetAsync(each.Id, Cancellation), each, strict: true);
        }

        Assert.Equal([CaseState.Open, CaseState.Denied, CaseState.Expired], new[] { open, denied, over }.Select(asked => found.Single(each => each.Id == asked.Id).State));
        Assert.Empty(await Stores.Cases.GetAllAsync([], Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Stores.Cases.GetAllAsync([.. Enumerable.Range(0, CaseRules.LargestPage + 1).Select(_ => CaseId.New(Time))], Cancellation));
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
        await DecideAsync(first, CaseDecision.Deny, Reviewer);

        Assert.NotEqual(first.Id, (await OpenAsync(Opening())).Id);
    }

    [Fact]
    public async Task What_is_over_ends_once_with_its_event_and_a_change_for_the_ledger()
    {
        var open = await OpenAsync(Opening());
        var granted = await GrantAsync(Opening(action: '2'));
        var later = await OpenAsync(Opening(action: '3'));
        await ClaimAllAsync();
        Time.Advance(TimeSpan.FromHours(1));
        var fresh = await OpenAsync(Opening(useCase: "fires", action: '4'));

        var other = await OpenAnotherAsync();
        var ended = await Task.WhenAll(Stores.Cases.ExpireAsync(Cancellation).AsTask(), other.Cases.ExpireAsync(Cancellation).AsTask());
        Assert.Equal((3, 0), (ended.Sum(), await Stores.Cases.ExpireAsync(Cancellation)));
        Assert.Equal(
            [.. new[] { open, granted, later }.Select(each => ("case-end", "expired", each.Id.Value)).Order()],
            (await ClaimAllAsync()).Select(change => (change.Kind, change.Act, change.Subject)).Order());
        Assert.False((await Stores.Cases.GetAsync(open.Id, Cancellation))!.IsSuperseded);
        Assert.Equal(CaseState.Open, (await Stores.Cases.GetAsync(fresh.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task A_former_agreement_ends_nothing_of_a_later_one()
    {
        var open = await OpenAsync(Opening(agreement: 'b'));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, await Stores.Cases.SupersedeAsync(InUse('b', "1.10.0"), Time.GetUtcNow(), Cancellation));
        Assert.Null(await Stores.Cases.SupersedeAsync(InUse('a', "1.9.0"), Time.GetUtcNow(), Cancellation));
        Assert.Null(await Stores.Cases.SupersedeAsync(InUse('a', "1.10.0"), Time.GetUtcNow(), Cancellation)); // which of the two is later cannot be told
        Assert.Null(await Stores.Cases.SupersedeAsync(InUse('a', "2.0.0", days: -1), Time.GetUtcNow(), Cancellation));
        Assert.Equal(CaseState.Open, (await Stores.Cases.GetAsync(open.Id, Cancellation))!.State);

        Assert.Equal(1, await Stores.Cases.SupersedeAsync(InUse('c', "1.10.0", previous: 'b'), Time.GetUtcNow(), Cancellation)); // it says so itself
        Assert.Null(await Stores.Cases.SupersedeAsync(InUse('b', "1.10.0"), Time.GetUtcNow(), Cancellation));
        Assert.Equal(0, await Stores.Cases.SupersedeAsync(InUse('d', "0.1.0", days: 1), Time.GetUtcNow(), Cancellation));

        // One that takes effect before what it amends would be replaced by it again at once, and each of two nodes would end the other's cases.
        Assert.Null(await Stores.Cases.SupersedeAsync(InUse('e', "0.2.0", previous: 'd'), Time.GetUtcNow(), Cancellation));
        Assert.Null(await Stores.Cases.SupersedeAsync(InUse('e', "0.0.9", previous: 'd', days: 1), Time.GetUtcNow(), Cancellation));
        Assert.Equal(0, await Stores.Cases.SupersedeAsync(InUse('d', "0.1.0", days: 1), Time.GetUtcNow(), Cancellation));
    }

    [Fact]
    public async Task What_is_taken_back_ends_once_with_a_change_for_the_ledger_and_counts_as_no_decision()
    {
        var open = await OpenAsync(Opening());
        await ClaimAllAsync();
        Time.Advance(TimeSpan.FromMinutes(1));

        var other = await OpenAnotherAsync();
        var results = await Task.WhenAll(
            Stores.Cases.TakeBackAsync(open.Id, "key:one", Cancellation).AsTask(), other.Cases.TakeBackAsync(open.Id, "key:one", Cancellation).AsTask());
        Assert.Equal("case_closed", Assert.Single(results, static result => result.Error is not null).Error!.Code);
        var ended = (await Stores.Cases.GetAsync(open.Id, Cancellation))!;
        Assert.Equal((CaseState.Withdrawn, true, Time.GetUtcNow()), (ended.State, ended.IsTakenBack, ended.Expires));
        Assert.Equal(ended, results.Single(static result => result.Case is not null).Case! with { Clauses = ended.Clauses });
        Assert.Empty(await Stores.Board.DecidedAsync(DateOnly.MinValue, Cancellation));
        Assert.Equal(
            ("case-end", "withdrawn", open.Id.Value, "key:one", Time.GetUtcNow()),
            (await ClaimAllAsync()).Select(change => (change.Kind, change.Act, change.Subject, change.By!, change.Time!.Value)).Single());
        Assert.Equal(ConsumeOutcome.Withdrawn, await Stores.Cases.TryConsumeAsync(open.Id, open.Action, Cancellation));
        Assert.NotEqual(open.Id, (await OpenAsync(Opening())).Id);
    }

    [Fact]
    public async Task Only_what_is_open_is_taken_back()
    {
        var granted = await GrantAsync(Opening());
        var denied = await OpenAsync(Opening(action: '2'));
        await DecideAsync(denied, CaseDecision.Deny, Reviewer);
        var over = await OpenAsync(Opening(action: '3'));
        var withdrawn = await OpenAsync(Opening(action: '4'));
        await DecideAsync(withdrawn, CaseDecision.Withdraw, Reviewer);
        Assert.False((await Stores.Cases.GetAsync(withdrawn.Id, Cancellation))!.IsTakenBack);
        foreach (var held in new[] { granted, denied, withdrawn })
        {
            Assert.Equal("case_closed", (await Stores.Cases.TakeBackAsync(held.Id, "key:one", Cancellation)).Error!.Code);
        }

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("case_closed", (await Stores.Cases.TakeBackAsync(over.Id, "key:one", Cancellation)).Error!.Code);
        Assert.Equal("case_not_found", (await Stores.Cases.TakeBackAsync(CaseId.New(Time), "key:one", Cancellation)).Error!.Code);
    }

    [Fact]
    public async Task What_an_opening_finds_over_is_for_the_ledger_too()
    {
        var open = await OpenAsync(Opening());
        Time.Advance(TimeSpan.FromHours(1));
        await OpenAsync(Opening(action: '2'));

        Assert.Equal(0, await Stores.Cases.ExpireAsync(Cancellation));
        Assert.Equal(("case-end", "expired", open.Id.Value), (await ClaimAllAsync()).Select(change => (change.Kind, change.Act, change.Subject)).Single());
    }

    [Fact]
    public async Task Another_agreement_ends_what_was_opened_before_it_and_nothing_else()
    {
        var open = await OpenAsync(Opening());
        var granted = await GrantAsync(Opening(action: '2'));
        var denied = await OpenAsync(Opening(action: '3'));
        await DecideAsync(denied, CaseDecision.Deny, Reviewer);
        var same = await OpenAsync(Opening(agreement: 'b'));
        Time.Advance(TimeSpan.FromMinutes(1));
        var since = Time.GetUtcNow();
        var after = await OpenAsync(Opening(action: '5'));
        await ClaimAllAsync();

        Assert.Equal(2, await Stores.Cases.SupersedeAsync(InUse('b'), since, Cancellation));
        Assert.Equal(0, await Stores.Cases.SupersedeAsync(InUse('b'), since, Cancellation));
        foreach (var id in new[] { open.Id, granted.Id })
        {
            var ended = (await Stores.Cases.GetAsync(id, Cancellation))!;
            Assert.Equal((CaseState.Expired, true, Time.GetUtcNow()), (ended.State, ended.IsSuperseded, ended.Expires));
        }

        Assert.Equal(ConsumeOutcome.Expired, await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation));
        Assert.Equal("case_closed", (await DecideAsync(open, CaseDecision.Grant, Reviewer)).Error!.Code);
        Assert.Equal(CaseState.Denied, (await Stores.Cases.GetAsync(denied.Id, Cancellation))!.State);
        Assert.Equal([CaseState.Open, CaseState.Open], [(await Stores.Cases.GetAsync(same.Id, Cancellation))!.State, (await Stores.Cases.GetAsync(after.Id, Cancellation))!.State]);
        Assert.Equal(["superseded", "superseded"], (await ClaimAllAsync()).Select(change => change.Act));
    }

    [Fact]
    public async Task One_sweep_ends_no_more_than_its_bound()
    {
        for (var i = 0; i < CaseRules.MostEnded + 1; i++)
        {
            await Stores.Cases.OpenAsync(
                new CaseOpening(CaseType.Ruling, new HeldAction("radar", new string('a', 64), $"{i:x64}"), ["3.2"], null, null, Time.GetUtcNow().AddHours(1)), Cancellation);
        }

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((CaseRules.MostEnded, 1), (await Stores.Cases.ExpireAsync(Cancellation), await Stores.Cases.ExpireAsync(Cancellation)));
    }

    [Fact]
    public async Task The_like_of_a_hold_is_the_oldest_open_case_about_exactly_its_clauses()
    {
        var oldest = await OpenAsync(Opening(clauses: ["8.2", "8.1"]));
        Time.Advance(TimeSpan.FromMinutes(1));
        await OpenAsync(Opening(action: '2', clauses: ["8.1", "8.2"]));
        await OpenAsync(Opening(clauses: ["8.1"], useCase: "fires"));
        await OpenAsync(Opening(CaseType.Mask, clauses: ["8.1"]));

        Assert.Equal(new LikeCases(oldest.Id, IsDenied: false), await LikeAsync("8.2", "8.1"));
        Assert.Equal(default, await LikeAsync("8.1"));
        Assert.Equal(default, await Stores.Cases.FindLikeAsync("radar", new string('b', 64), ["8.1", "8.2"], Cancellation));
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(default, await LikeAsync("8.1", "8.2"));
    }

    [Fact]
    public async Task A_denial_speaks_of_every_hold_that_has_one_of_its_clauses()
    {
        await DecideAsync(await OpenAsync(Opening(clauses: ["8.1", "8.2"])), CaseDecision.Deny, Reviewer);
        await DecideAsync(await OpenAsync(Opening(clauses: ["8.3"])), CaseDecision.Withdraw, Reviewer);
        await DecideAsync(await OpenAsync(Opening(CaseType.Authorize, clauses: ["8.4"])), CaseDecision.Deny, Commander);

        Assert.True((await LikeAsync("8.2", "8.9")).IsDenied);
        Assert.False((await LikeAsync("8.3")).IsDenied);
        Assert.False((await LikeAsync("8.4")).IsDenied);
        Assert.False((await LikeAsync("8", "1", "8.11")).IsDenied);
        Assert.False((await Stores.Cases.FindLikeAsync("fires", new string('a', 64), ["8.1"], Cancellation)).IsDenied);
    }

    [Fact]
    public async Task A_denied_act_is_not_asked_again_until_it_would_have_expired()
    {
        var first = await OpenAsync(Opening(CaseType.Authorize));
        await DecideAsync(first, CaseDecision.Deny, Commander);
        Time.Advance(TimeSpan.FromMinutes(59));

        var again = await OpenAsync(Opening(CaseType.Authorize));
        Assert.Equal((first.Id, CaseState.Denied), (again.Id, again.State));
        Assert.NotEqual(first.Id, (await OpenAsync(Opening(CaseType.Authorize, action: '2'))).Id);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(first.Id, (await OpenAsync(Opening(CaseType.Authorize))).Id);
    }

    [Fact]
    public async Task A_denial_stands_for_every_act_like_it_until_it_would_have_expired()
    {
        var like = new string('7', 64);
        var open = await OpenAsync(Opening(CaseType.Authorize, action: '9') with { LikeHash = like });
        var first = await OpenAsync(Opening(CaseType.Authorize) with { LikeHash = like });
        Assert.NotEqual(open.Id, first.Id);
        Assert.Null(await DeniedAsync());
        await DecideAsync(first, CaseDecision.Deny, Commander);
        Time.Advance(TimeSpan.FromMinutes(59));

        foreach (var asked in (CaseOpening[])[
            Opening(CaseType.Authorize, action: '2'), Opening(CaseType.Authorize, action: '9'), Opening(CaseType.Authorize, clauses: ["3.1", "7.3"]), Opening(action: '3')])
        {
            var again = await OpenAsync(asked with { LikeHash = like });
            Assert.Equal((first.Id, CaseState.Denied), (again.Id, again.State));
        }

        Assert.Equal(first.Id, (await DeniedAsync())!.Id);
        Assert.Null(await DeniedAsync(useCase: "fires"));
        Assert.Null(await DeniedAsync(agreement: 'b'));
        Assert.Null(await DeniedAsync(like: '8'));
        foreach (var other in (CaseOpening[])[
            Opening(CaseType.Authorize, action: '4') with { LikeHash = new string('8', 64) }, Opening(CaseType.Authorize, action: '5'),
            Opening(CaseType.Authorize, useCase: "fires") with { LikeHash = like }, Opening(CaseType.Authorize, agreement: 'b') with { LikeHash = like }])
        {
            Assert.Equal(CaseState.Open, (await OpenAsync(other)).State);
        }

        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await DeniedAsync());
        Assert.Equal(CaseState.Open, (await OpenAsync(Opening(CaseType.Authorize) with { LikeHash = like })).State);

        ValueTask<Case?> DeniedAsync(string useCase = "radar", char agreement = 'a', char like = '7') =>
            Stores.Cases.FindDeniedAsync(useCase, new string(agreement, 64), new string(like, 64), Cancellation);
    }

    [Fact]
    public async Task Only_the_denial_of_an_authorization_stands_for_what_is_like_it()
    {
        var like = new string('7', 64);
        var ruling = await OpenAsync(Opening() with { LikeHash = like });
        await DecideAsync(ruling, CaseDecision.Deny, Reviewer);
        var withdrawn = await OpenAsync(Opening(CaseType.Authorize) with { LikeHash = like });
        Assert.Equal(CaseState.Open, withdrawn.State);
        await DecideAsync(withdrawn, CaseDecision.Withdraw, Commander);

        Assert.Null(await Stores.Cases.FindDeniedAsync("radar", new string('a', 64), like, Cancellation));
        Assert.Equal(CaseState.Open, (await OpenAsync(Opening(CaseType.Authorize, action: '2') with { LikeHash = like })).State);
    }

    [Fact]
    public async Task A_case_file_holds_the_sealed_action()
    {
        var opened = await OpenAsync(Opening());
        var file = (await Stores.Cases.GetFileAsync(opened.Id, Cancellation))!;

        Assert.Equivalent(opened, file.Case, strict: true);
        Assert.Equal(new byte[] { 1, 2, 3 }, file.Sealed);
        Assert.Empty(file.Signatures);
        Assert.Null(await Stores.Cases.GetFileAsync(CaseId.New(Time), Cancellation));
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
        await DecideAsync(denied, CaseDecision.Deny, Reviewer);

        var page = await Stores.Cases.ListAsync(new CaseFilter(CaseState.Open, "fires", CaseType.Ruling), null, 10, Cancellation);
        Assert.Equal(wanted.Id, Assert.Single(page.Cases).Id);
        Assert.Equal(denied.Id, Assert.Single((await ListAsync(CaseState.Denied)).Cases).Id);
    }

    [Fact]
    public async Task A_use_case_cannot_fill_the_store_with_open_cases()
    {
        await OpenAsync(Opening(clauses: ["7"]));
        await Database.ExecuteAsync(
            $"""
            INSERT INTO cases (id, type, use_case, agreement, action_hash, clauses, created, expires, state)
            WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {CaseRules.MostOpen})
            SELECT 'case_' || i, type, use_case, agreement, 'hash ' || i, clauses, created, expires, state FROM cases, n
            """);

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

    private ValueTask<LikeCases> LikeAsync(params string[] clauses) => Stores.Cases.FindLikeAsync("radar", new string('a', 64), clauses, Cancellation);

    private async Task<IReadOnlyList<UnrecordedChange>> ClaimAllAsync()
    {
        var claimed = await Stores.Changes.ClaimAsync(Cancellation);
        await Stores.Changes.RecordedAsync(claimed, Cancellation);
        return claimed;
    }

    private static AgreementInUse InUse(char hash, string version = "1.0.0", char? previous = null, int days = 0) =>
        new(new string(hash, 64), previous is { } former ? new string(former, 64) : null, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero).AddDays(days), version);
}
