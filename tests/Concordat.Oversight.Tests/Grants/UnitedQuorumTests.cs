using System.Text;
using Concordat.Agreements;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Oversight.Tests.Grants;

/// <summary>Where several clauses hold one act, it takes the seats of all of them, each with a person of its own.</summary>
public sealed class UnitedQuorumTests
{
    private static readonly (string Party, string Role)[] Command = [("department", "commander"), ("department", "official")];
    private static readonly (string Party, string Role)[] Panel = [("department", "reviewer"), ("vendor", "reviewer")];

    [Fact]
    public void An_authorization_and_a_ruling_need_the_people_of_both()
    {
        var united = Quorum.Of([("3.1", Remedy.Authorize), ("8.2", Remedy.Ruling)], "force", terms: null);

        Assert.False(united.IsMetBy(Command));
        Assert.False(united.IsMetBy(Panel));
        Assert.False(united.IsMetBy([.. Command, ("department", "reviewer")]));
        Assert.False(united.IsMetBy([.. Command, ("vendor", "reviewer"), ("vendor", "reviewer")]));
        Assert.False(united.IsMetBy([("department", "commander"), ("department", "official"), ("department", "commander"), ("department", "reviewer")]));
        Assert.True(united.IsMetBy([.. Panel, .. Command]));
        Assert.True(united.CanSeat(Panel));
        Assert.Equal(["3.1", "3.1", "8.2", "8.2"], united.Seats.Select(static seat => seat.Clauses.Single()));
    }

    [Fact]
    public void Clauses_of_one_kind_share_its_seats_and_what_is_masked_adds_a_person()
    {
        Assert.Equal(Quorum.For(CaseType.Authorize, "force"), Quorum.Of([("3.1", Remedy.Authorize), ("8.9", Remedy.Authorize)], "force", terms: null));
        Assert.Equal(Quorum.For(CaseType.Authorize, "high-stakes"), Quorum.Of([("4.1", Remedy.Authorize), ("2.14", Remedy.Mask)], "high-stakes", terms: null));
        var masked = Quorum.Of([("2.14", Remedy.Mask), ("3.1", Remedy.Authorize)], "force", terms: null);
        Assert.False(masked.IsMetBy(Command));
        Assert.True(masked.IsMetBy([.. Command, ("department", "official")]));
    }

    [Fact]
    public void Clauses_that_wait_for_nobody_give_no_seats()
    {
        Assert.Equal(Quorum.For(CaseType.Ruling, null), Quorum.Of([("1.1", Remedy.Refuse), ("8.2", Remedy.Ruling)], null, terms: null));
        Assert.Throws<ArgumentException>(() => Quorum.Of([("1.1", Remedy.Refuse)], null, terms: null));
    }

    [Fact]
    public void The_largest_quorums_of_three_kinds_fit_and_are_matched_whoever_comes_first()
    {
        string[] eight = [.. Enumerable.Range(0, QuorumTerms.MostSeats).Select(static i => i < 7 ? "department:commander|official" : "department:commander")];
        var terms = new QuorumTerms { Force = [.. eight], HighStakes = [.. eight], Ruling = [.. Enumerable.Repeat("department:reviewer", 7), "vendor:reviewer"] };
        var united = Quorum.Of([("3.1", Remedy.Authorize), ("2.14", Remedy.Mask), ("8.2", Remedy.Ruling)], "force", terms);

        (string, string)[] people = [.. Enumerable.Repeat(("department", "commander"), 2), .. Enumerable.Repeat(("department", "official"), 14), .. Enumerable.Repeat(("department", "reviewer"), 7), ("vendor", "reviewer")];
        Assert.Equal(24, united.Seats.Length);
        Assert.True(united.IsMetBy(people));
        Assert.True(united.IsMetBy([.. people.Reverse()]));
        Assert.False(united.IsMetBy([("department", "official"), .. people.Skip(1)]));
    }

    [Fact]
    public void The_action_that_people_sign_says_for_which_clauses_each_seat_is()
    {
        var quorum = Quorum.Of([("3.1", Remedy.Authorize), ("8.2", Remedy.Ruling)], "force", terms: null);
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var facts = new ActionFacts { Agreement = new string('a', 64), Phase = "toolCall", Operation = "chat", UseCase = "fires", Key = "k", Label = "{}"u8.ToArray() };
        var action = CanonicalAction.Of(facts, CaseType.Authorize, ["8.2", "3.1"], new ActionTerms(new string('0', 32), now, now.AddHours(1), quorum, "{}"u8.ToArray()));

        var text = ActionText.Render(action.Document);
        Assert.Contains("quorum[2].clauses[0]: \"8.2\"", text, StringComparison.Ordinal);
        Assert.Contains("clauses[0]: \"3.1\"", text, StringComparison.Ordinal);
        var read = CanonicalAction.Read(action.Document.ToArray());
        Assert.Equal(quorum, read.Terms.Quorum);
        Assert.Equal(action.Digest, CanonicalAction.Of(facts, CaseType.Authorize, ["3.1", "8.2"], read.Terms).Digest);
        Assert.DoesNotContain("\"clauses\":[\"3.1\"],\"party\"", Encoding.UTF8.GetString(CanonicalAction.Of(
            facts, CaseType.Authorize, ["3.1"], read.Terms with { Quorum = Quorum.Of([("3.1", Remedy.Authorize)], "force", terms: null) }).Document.Span), StringComparison.Ordinal);
    }
}
