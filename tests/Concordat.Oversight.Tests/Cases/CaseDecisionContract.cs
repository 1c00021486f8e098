using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Meters;

namespace Concordat.Oversight.Tests.Cases;

public abstract class CaseDecisionContract : CaseContract
{
    [Fact]
    public async Task A_grant_is_complete_when_every_seat_is_signed_and_keeps_who_and_why()
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        await ReadAllAsync(opened);
        var first = (await DecideAsync(opened, CaseDecision.Grant, Official, "the range is clear")).Case!;
        Assert.Equal(CaseState.Open, first.State);
        Assert.Equal(ConsumeOutcome.StillOpen, await Stores.Cases.TryConsumeAsync(opened.Id, opened.Action, Cancellation));
        Time.Advance(TimeSpan.FromSeconds(1));
        var second = (await DecideAsync(opened, CaseDecision.Grant, Commander, "article 3")).Case!;

        var expected = opened with { State = CaseState.Granted, Decided = Time.GetUtcNow(), DecidedBy = "bo, ada", Note = "article 3" };
        Assert.Equivalent(expected, second, strict: true);
        var file = (await Stores.Cases.GetFileAsync(opened.Id, Cancellation))!;
        Assert.Equivalent(expected, file.Case, strict: true);
        Assert.Equal(["bo", "ada"], file.Signatures.Select(signature => signature.Approver));
        Assert.All(file.Signatures, signature => Assert.Equal((7, 42L), (signature.Statement.Span[0], signature.Entry)));
        Assert.Equal(Commander.Key!.KeyId, file.Signatures[1].KeyId);
    }

    [Fact]
    public async Task The_pace_of_approvals_is_measured_from_the_first_reading_over_thirty_days()
    {
        Assert.Equal(new ApprovalPace(0, 0), await PaceAsync(TimeSpan.FromSeconds(60)));
        await GrantAsync(Opening(CaseType.Authorize)); // two people, ten seconds after reading
        var slow = await OpenAsync(Opening(CaseType.Authorize, action: '2'));
        await ReadAllAsync(slow);
        Time.Advance(TimeSpan.FromMinutes(5));
        await DecideAsync(slow, CaseDecision.Grant, Official);
        await GrantAsync(Opening(CaseType.Authorize, useCase: "fires", action: '3'));

        var pace = await PaceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((new ApprovalPace(3, 2), 67), (pace, pace.HastyShare));
        Assert.Equal(new ApprovalPace(3, 0), await PaceAsync(ReadingTime));
        Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal((new ApprovalPace(0, 0), 0), (await PaceAsync(TimeSpan.FromSeconds(60)), default(ApprovalPace).HastyShare));

        ValueTask<ApprovalPace> PaceAsync(TimeSpan haste) => Stores.Meters.ReadApprovalsAsync("radar", haste, Time.GetUtcNow(), Cancellation);
    }

    [Fact]
    public async Task One_person_or_one_key_does_not_sign_twice()
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        await ReadAllAsync(opened);
        var twin = Official with { Key = Commander.Key };
        await Stores.Cases.NoteReadingAsync(opened.Id, twin.Id, Cancellation);
        await DecideAsync(opened, CaseDecision.Grant, Commander);

        Assert.Equal("already_signed", (await DecideAsync(opened, CaseDecision.Grant, Commander)).Error?.Code);
        Assert.Equal("already_signed", (await DecideAsync(opened, CaseDecision.Grant, Commander with { Key = Official.Key })).Error?.Code);
        Assert.Equal("already_signed", (await DecideAsync(opened, CaseDecision.Grant, twin)).Error?.Code);
        Assert.Equal(CaseState.Open, (await Stores.Cases.GetAsync(opened.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task Two_officials_do_not_make_a_commander()
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        var other = Person("eli", "official", "department");
        await ReadAllAsync(opened);
        await Stores.Cases.NoteReadingAsync(opened.Id, other.Id, Cancellation);
        Time.Advance(ReadingTime);
        await DecideAsync(opened, CaseDecision.Grant, Official);

        Assert.Equal("seat_taken", (await DecideAsync(opened, CaseDecision.Grant, other)).Error?.Code);
    }

    [Theory]
    [InlineData(CaseDecision.Grant)]
    [InlineData(CaseDecision.Deny)]
    public async Task Who_has_no_seat_has_no_say(CaseDecision decision)
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        await ReadAllAsync(opened);

        Assert.Equal("no_seat", (await DecideAsync(opened, decision, Person("zed", "commander", "vendor"))).Error?.Code);
        Assert.Equal("no_seat", (await DecideAsync(opened, decision, Reviewer)).Error?.Code);
    }

    [Fact]
    public async Task A_grant_that_is_faster_than_reading_does_not_count()
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        Assert.Equal("unread", (await DecideAsync(opened, CaseDecision.Grant, Commander)).Error?.Code);
        var since = await Stores.Cases.NoteReadingAsync(opened.Id, Commander.Id, Cancellation);
        Time.Advance(ReadingTime - TimeSpan.FromMilliseconds(1));

        Assert.Equal("too_fast", (await DecideAsync(opened, CaseDecision.Grant, Commander)).Error?.Code);
        Assert.Equal(since, await Stores.Cases.NoteReadingAsync(opened.Id, Commander.Id, Cancellation));
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((await DecideAsync(opened, CaseDecision.Grant, Commander)).IsDone);
        Assert.Null(await Stores.Cases.NoteReadingAsync(CaseId.New(Time), Commander.Id, Cancellation));
    }

    [Fact]
    public async Task A_signature_over_another_action_does_not_count()
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        await ReadAllAsync(opened);

        Assert.Equal("other_action", (await DecideAsync(opened, CaseDecision.Grant, Commander, digest: new string('e', 64))).Error?.Code);
        Assert.Equal("other_action", (await DecideAsync(opened, CaseDecision.Deny, Commander, digest: new string('e', 64))).Error?.Code);
    }

    [Theory]
    [InlineData(CaseType.Authorize, CaseDecision.Deny, CaseState.Denied)]
    [InlineData(CaseType.Authorize, CaseDecision.Withdraw, CaseState.Withdrawn)]
    [InlineData(CaseType.Mask, CaseDecision.Deny, CaseState.Denied)]
    [InlineData(CaseType.Ruling, CaseDecision.Deny, CaseState.Denied)]
    [InlineData(CaseType.Ruling, CaseDecision.Withdraw, CaseState.Withdrawn)]
    public async Task One_denial_or_withdrawal_is_final(CaseType type, CaseDecision decision, CaseState after)
    {
        var opened = await OpenAsync(Opening(type));
        await ReadAllAsync(opened);
        var person = type == CaseType.Ruling ? Reviewer : Official;
        Assert.Equal(after, (await DecideAsync(opened, decision, person)).Case?.State);

        foreach (var next in Enum.GetValues<CaseDecision>())
        {
            Assert.Equal("case_closed", (await DecideAsync(opened, next, type == CaseType.Ruling ? VendorReviewer : Commander)).Error?.Code);
        }

        Assert.Equal(after, (await Stores.Cases.GetAsync(opened.Id, Cancellation))!.State);
    }

    [Fact]
    public async Task A_denial_ends_a_half_signed_grant()
    {
        var opened = await OpenAsync(Opening(CaseType.Authorize));
        await ReadAllAsync(opened);
        await DecideAsync(opened, CaseDecision.Grant, Commander);

        Assert.Equal(CaseState.Denied, (await DecideAsync(opened, CaseDecision.Deny, Official)).Case?.State);
        Assert.Equal(ConsumeOutcome.Denied, await Stores.Cases.TryConsumeAsync(opened.Id, opened.Action, Cancellation));
    }

    [Fact]
    public async Task A_grant_can_be_revoked_until_it_is_used()
    {
        var granted = await GrantAsync(Opening(CaseType.Authorize));
        Assert.Equal(CaseState.Revoked, (await DecideAsync(granted, CaseDecision.Revoke, Official)).Case?.State);
        Assert.Equal(ConsumeOutcome.Revoked, await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation));

        var used = await GrantAsync(Opening(CaseType.Authorize));
        await Stores.Cases.TryConsumeAsync(used.Id, used.Action, Cancellation);
        Assert.Equal("case_closed", (await DecideAsync(used, CaseDecision.Revoke, Official)).Error?.Code);

        var open = await OpenAsync(Opening(CaseType.Authorize, action: '5'));
        Assert.Equal("not_granted", (await DecideAsync(open, CaseDecision.Revoke, Official)).Error?.Code);
    }

    [Fact]
    public async Task An_expired_or_unknown_case_cannot_be_decided()
    {
        var opened = await OpenAsync(Opening());
        Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("case_closed", (await DecideAsync(opened, CaseDecision.Deny, Reviewer)).Error?.Code);
        var unknown = await Stores.Cases.DecideAsync(CaseId.New(Time), Vote(opened, CaseDecision.Deny, Reviewer), Cancellation);
        Assert.Equal("case_not_found", unknown.Error?.Code);
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
        var used = (await Stores.Cases.GetAsync(granted.Id, Cancellation))!;
        Assert.Equal((CaseState.Consumed, Time.GetUtcNow()), (used.State, used.Released));
    }

    [Fact]
    public async Task Several_grants_are_used_together_or_not_at_all()
    {
        var (one, other) = (await GrantAsync(Opening()), await GrantAsync(Opening(CaseType.Authorize, action: '2')));
        var open = await OpenAsync(Opening(CaseType.Authorize, action: '3'));

        Assert.Equal(ConsumeOutcome.StillOpen, await UseAsync(one, other, open));
        Assert.Equal(ConsumeOutcome.OtherAction, (await Stores.Cases.ConsumeAsync([(one.Id, one.Action), (other.Id, one.Action)], Cancellation)).Outcome);
        Assert.Equal(CaseState.Granted, (await Stores.Cases.GetAsync(one.Id, Cancellation))!.State);
        Assert.Equal(ConsumeOutcome.Consumed, await UseAsync(other, one));
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await UseAsync(one, other));
        Assert.Equal(CaseState.Consumed, (await Stores.Cases.GetAsync(other.Id, Cancellation))!.State);

        async ValueTask<ConsumeOutcome> UseAsync(params Case[] cases) =>
            (await Stores.Cases.ConsumeAsync([.. cases.Select(static each => (each.Id, each.Action))], Cancellation)).Outcome;
    }

    [Fact]
    public async Task Of_many_who_use_overlapping_grants_each_grant_goes_to_one()
    {
        var other = await OpenAnotherAsync();
        var cases = new[] { await GrantAsync(Opening(action: '1')), await GrantAsync(Opening(action: '2')), await GrantAsync(Opening(action: '3')) };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Cases.ConsumeAsync(
                [(cases[i % 3].Id, cases[i % 3].Action), (cases[(i + 1) % 3].Id, cases[(i + 1) % 3].Action)], Cancellation),
            Cancellation)));

        Assert.Single(outcomes, static used => used.Outcome == ConsumeOutcome.Consumed);
    }

    [Fact]
    public async Task Only_a_used_ruling_goes_back_and_only_for_its_action()
    {
        var ruling = await GrantAsync(Opening());
        Assert.False(await Stores.Cases.ReturnAsync(ruling.Id, ruling.Action, Cancellation));
        await Stores.Cases.TryConsumeAsync(ruling.Id, ruling.Action, Cancellation);
        Assert.False(await Stores.Cases.ReturnAsync(ruling.Id, Opening(action: '2').Action, Cancellation));
        Assert.True(await Stores.Cases.ReturnAsync(ruling.Id, ruling.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Consumed, await Stores.Cases.TryConsumeAsync(ruling.Id, ruling.Action, Cancellation));

        var act = await GrantAsync(Opening(CaseType.Authorize));
        await Stores.Cases.TryConsumeAsync(act.Id, act.Action, Cancellation);
        Assert.False(await Stores.Cases.ReturnAsync(act.Id, act.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await Stores.Cases.TryConsumeAsync(act.Id, act.Action, Cancellation));
    }

    [Fact]
    public async Task Of_parallel_releases_one_goes_through()
    {
        var other = await OpenAnotherAsync();
        var granted = await GrantAsync(Opening(CaseType.Authorize));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation), Cancellation)));

        Assert.Single(outcomes, ConsumeOutcome.Consumed);
        Assert.Equal(15, outcomes.Count(outcome => outcome == ConsumeOutcome.AlreadyConsumed));
    }

    [Fact]
    public async Task A_revocation_and_a_release_that_race_do_not_both_win()
    {
        var other = await OpenAnotherAsync();
        for (var round = 0; round < 8; round++)
        {
            var granted = await GrantAsync(Opening(CaseType.Authorize, action: (char)('0' + round)));
            var release = Task.Run(async () => await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation), Cancellation);
            var revoke = Task.Run(
                async () => await other.Cases.DecideAsync(granted.Id, Vote(granted, CaseDecision.Revoke, Official), Cancellation), Cancellation);

            Assert.NotEqual(await release == ConsumeOutcome.Consumed, (await revoke).IsDone);
        }
    }

    [Fact]
    public async Task Of_parallel_decisions_one_counts()
    {
        var other = await OpenAnotherAsync();
        var opened = await OpenAsync(Opening(CaseType.Mask));
        await ReadAllAsync(opened);
        Approver[] people = [.. Enumerable.Range(0, 8).Select(i => Person($"official {i}", "official", "department"))];
        foreach (var person in people)
        {
            await Stores.Cases.NoteReadingAsync(opened.Id, person.Id, Cancellation);
        }

        Time.Advance(ReadingTime);
        var results = await Task.WhenAll(people.Select((person, i) => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Cases.DecideAsync(
                opened.Id, Vote(opened, i < 4 ? CaseDecision.Grant : CaseDecision.Deny, person), Cancellation),
            Cancellation)));

        var winner = Assert.Single(results, result => result.IsDone);
        Assert.Equivalent(winner.Case, await Stores.Cases.GetAsync(opened.Id, Cancellation), strict: true);
    }

    [Fact]
    public async Task What_was_not_granted_lets_nothing_through()
    {
        var denied = await OpenAsync(Opening());
        await DecideAsync(denied, CaseDecision.Deny, Reviewer);
        var withdrawn = await OpenAsync(Opening());
        await DecideAsync(withdrawn, CaseDecision.Withdraw, Reviewer);
        var granted = await GrantAsync(Opening());
        var open = await OpenAsync(Opening());

        Assert.Equal(ConsumeOutcome.NotFound, await Stores.Cases.TryConsumeAsync(CaseId.New(Time), open.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Denied, await Stores.Cases.TryConsumeAsync(denied.Id, denied.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Withdrawn, await Stores.Cases.TryConsumeAsync(withdrawn.Id, withdrawn.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.StillOpen, await Stores.Cases.TryConsumeAsync(open.Id, open.Action, Cancellation));
        Assert.Equal(granted.Id, Assert.Single((await ListAsync(CaseState.Granted)).Cases).Id);
        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(ConsumeOutcome.Expired, await Stores.Cases.TryConsumeAsync(open.Id, open.Action, Cancellation));
        Assert.Equal(ConsumeOutcome.Expired, await Stores.Cases.TryConsumeAsync(granted.Id, granted.Action, Cancellation));
        Assert.Empty((await ListAsync(CaseState.Granted)).Cases);
    }

    private async Task ReadAllAsync(Case held)
    {
        foreach (var person in (Approver[])[Commander, Official, Reviewer, VendorReviewer])
        {
            await Stores.Cases.NoteReadingAsync(held.Id, person.Id, Cancellation);
        }

        Time.Advance(ReadingTime);
    }
}
