using System.Collections.Immutable;
using System.Globalization;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;
using Concordat.Oversight.Tests.Kit;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Cases;

public abstract class CaseBoardContract : StoreContract
{
    [Fact]
    public async Task Cases_that_wait_come_by_deadline_page_by_page()
    {
        var late = await OpenAsync(1, hours: 9);
        var soon = await OpenAsync(2, hours: 1);
        var middle = await OpenAsync(3, hours: 5);
        var first = await Stores.Board.WaitingAsync(Filter(), after: null, 2, Cancellation);
        var second = await Stores.Board.WaitingAsync(Filter(), first.Next, 2, Cancellation);

        Assert.Equal([soon.Id, middle.Id], first.Cases.Select(held => held.Id));
        Assert.Equal([late.Id], second.Cases.Select(held => held.Id));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task What_a_person_signed_asks_for_or_has_no_say_in_does_not_wait_for_them()
    {
        var signed = await OpenAsync(1);
        await DecideAsync(signed, CaseDecision.Grant, "ann", "commander");
        await OpenAsync(2, useCase: "own");
        await OpenAsync(3, type: CaseType.Ruling);
        var waiting = await OpenAsync(4);

        Assert.Equal([waiting.Id], (await Stores.Board.WaitingAsync(Filter("own"), after: null, 10, Cancellation)).Cases.Select(held => held.Id));
    }

    [Fact]
    public async Task A_case_waits_for_whoever_has_a_seat_by_one_of_its_clauses_whatever_its_type()
    {
        var held = await OpenAsync(1);
        var reviewer = new WaitingFilter([CaseType.Ruling], [], "rex");

        Assert.Empty((await Stores.Board.WaitingAsync(reviewer, after: null, 10, Cancellation)).Cases);
        Assert.Empty((await Stores.Board.WaitingAsync(reviewer with { Clauses = [held.Clauses[0][..1]] }, after: null, 10, Cancellation)).Cases);
        Assert.Equal([held.Id], (await Stores.Board.WaitingAsync(reviewer with { Clauses = ["9.9", held.Clauses[0]] }, after: null, 10, Cancellation)).Cases.Select(found => found.Id));
    }

    [Fact]
    public async Task What_has_lapsed_or_is_decided_waits_for_nobody()
    {
        await OpenAsync(1, hours: 1);
        await DecideAsync(await OpenAsync(2), CaseDecision.Deny, "ben", "official");
        Time.Advance(TimeSpan.FromHours(2));

        Assert.Empty((await Stores.Board.WaitingAsync(Filter(), after: null, 10, Cancellation)).Cases);
    }

    [Fact]
    public async Task Decisions_of_each_day_are_counted_with_the_time_they_took()
    {
        var day = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime);
        var (first, second, third) = (await OpenAsync(1), await OpenAsync(2), await OpenAsync(3, hours: 72));
        Time.Advance(TimeSpan.FromMinutes(10));
        await DecideAsync(first, CaseDecision.Deny, "ben", "official");
        Time.Advance(TimeSpan.FromMinutes(20));
        await DecideAsync(second, CaseDecision.Withdraw, "ben", "official");
        Time.Advance(TimeSpan.FromDays(2));
        await DecideAsync(third, CaseDecision.Deny, "ben", "official");

        Assert.Equal(
            [new DecidedCases(day, 0, 1, 1, TimeSpan.FromMinutes(20)), new DecidedCases(day.AddDays(2), 0, 1, 0, TimeSpan.FromDays(2) + TimeSpan.FromMinutes(30))],
            await Stores.Board.DecidedAsync(day, Cancellation));
        Assert.Single(await Stores.Board.DecidedAsync(day.AddDays(1), Cancellation));
    }

    private static WaitingFilter Filter(params ImmutableArray<string> except) => new([CaseType.Authorize, CaseType.Mask], except, "ann");

    private async Task<Case> OpenAsync(int number, int hours = 3, string useCase = "radar", CaseType type = CaseType.Authorize)
    {
        var digest = number.ToString("x64", CultureInfo.InvariantCulture);
        var opening = new CaseOpening(
            type, new HeldAction(useCase, new string('a', 64), digest), ["3.1"], "launch", "force", Time.GetUtcNow().AddHours(hours), digest, [1]);
        return (await Stores.Cases.OpenAsync(opening, Cancellation)).Case!;
    }

    private async Task DecideAsync(Case held, CaseDecision decision, string person, string role)
    {
        using var key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        await Stores.Cases.NoteReadingAsync(held.Id, person, Cancellation);
        var vote = new CaseVote(
            decision, held.Digest!, new Approver(person, person, role, "department", key.PublicKey, []), key.PublicKey.KeyId, null, new byte[] { 1 }, 1,
            Quorum.For(held.Type, held.Effect), TimeSpan.Zero);
        Assert.True((await Stores.Cases.DecideAsync(held.Id, vote, Cancellation)).IsDone);
    }
}
