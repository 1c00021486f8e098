using Concordat.Oversight.Cases;
using Concordat.Oversight.Changes;
using Concordat.Oversight.Tests.Cases;

namespace Concordat.Oversight.Tests.Changes;

/// <summary>Whatever changes a key, escalates a case or uses a grant is noted by the database, and each note goes to one node until it is recorded.</summary>
public abstract class UnrecordedChangesContract : CaseContract
{
    [Fact]
    public async Task A_key_is_noted_when_it_is_made_and_when_it_is_revoked_with_who_and_never_with_its_secret()
    {
        var made = await Stores.Keys.CreateAsync("radar", "label of mine", expires: null, "ann", Cancellation);
        await Stores.Keys.RevokeAsync(made.Record.Id, "ben", Cancellation);
        await Stores.Keys.RevokeAsync(made.Record.Id, "cid", Cancellation);

        var changes = await Stores.Changes.ClaimAsync(Cancellation);
        Assert.Equal([("made", "ann"), ("revoked", "ben")], changes.Select(static change => (change.Act, change.By)));
        Assert.All(changes, change => Assert.Equal(("api-key", made.Record.Id, "radar", made.Record.Created), (change.Kind, change.Subject, change.UseCase, change.Time)));
        Assert.DoesNotContain(made.ShownOnce[^43..], string.Join(' ', changes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE api_keys SET use_case = 'range'", "altered")]
    [InlineData("UPDATE api_keys SET revoked = NULL", "altered")]
    [InlineData("DELETE FROM api_keys", "removed")]
    public async Task What_is_done_to_a_key_behind_our_back_is_noted_too(string sql, string act)
    {
        var made = await Stores.Keys.CreateAsync("radar", "label", expires: null, "ann", Cancellation);
        await Stores.Keys.RevokeAsync(made.Record.Id, "ann", Cancellation);
        await Stores.Changes.RecordedAsync(await Stores.Changes.ClaimAsync(Cancellation), Cancellation);

        await Database.ExecuteAsync(sql);

        var change = Assert.Single(await Stores.Changes.ClaimAsync(Cancellation));
        Assert.Equal((act, made.Record.Id, null), (change.Act, change.Subject, change.By));
    }

    [Fact]
    public async Task An_order_that_was_refused_is_noted_once_until_it_is_recorded_and_only_so_many()
    {
        Assert.True(await Stores.Changes.RefusedAsync("out", "cio", "{}"u8.ToArray(), "not signed by all", Cancellation));
        Assert.True(await Stores.Changes.RefusedAsync("out", "cio", "{}"u8.ToArray(), "not signed by all", Cancellation));

        var change = Assert.Single(await Stores.Changes.ClaimAsync(Cancellation));
        Assert.Equal(("order", "refused", "out", "", "cio", "not signed by all"), (change.Kind, change.Act, change.Subject, change.UseCase, change.By, change.Because));
        Assert.Equal("{}"u8.ToArray(), change.Envelope);
        await Stores.Changes.RecordedAsync([change], Cancellation);
        Assert.Empty(await Stores.Changes.ClaimAsync(Cancellation));

        foreach (var number in Enumerable.Range(0, IUnrecordedChanges.MostRefused))
        {
            Assert.True(await Stores.Changes.RefusedAsync("out", "cio", BitConverter.GetBytes(number), "again", Cancellation));
        }

        Assert.False(await Stores.Changes.RefusedAsync("out", "cio", "more"u8.ToArray(), "again", Cancellation));
        Assert.True(await Stores.Changes.RefusedAsync("out", "cio", BitConverter.GetBytes(0), "again", Cancellation)); // it is there
    }

    [Fact]
    public async Task A_label_that_changes_is_no_event()
    {
        await Stores.Keys.CreateAsync("radar", "label", expires: null, "ann", Cancellation);
        await Stores.Changes.RecordedAsync(await Stores.Changes.ClaimAsync(Cancellation), Cancellation);
        await Database.ExecuteAsync("UPDATE api_keys SET label = 'other'");
        Assert.Empty(await Stores.Changes.ClaimAsync(Cancellation));
    }

    [Fact]
    public async Task An_escalation_is_noted_once_for_each_share()
    {
        var opened = await OpenAsync(Opening());
        Time.Advance((opened.Expires - opened.Created) / 2);
        await Stores.Notices.EscalateAsync(50, Cancellation);
        await Stores.Notices.EscalateAsync(50, Cancellation);

        var change = Assert.Single(await Stores.Changes.ClaimAsync(Cancellation));
        Assert.Equal(("escalation", "escalated", opened.Id.Value, 50), (change.Kind, change.Act, change.Subject, change.Share));
    }

    [Fact]
    public async Task A_used_grant_is_noted_for_the_case_that_its_node_dies_before_it_is_recorded()
    {
        var granted = await GrantAsync(Opening(CaseType.Authorize));
        var used = await Stores.Cases.ConsumeAsync([(granted.Id, granted.Action)], Cancellation);
        Assert.Empty(await Stores.Changes.ClaimAsync(Cancellation)); // whoever used it is about to record it

        Time.Advance(IUnrecordedChanges.Lease);
        var other = await OpenAnotherAsync();
        var change = Assert.Single(await other.Changes.ClaimAsync(Cancellation));
        Assert.Equal(("grant", "used", granted.Id.Value, "radar"), (change.Kind, change.Act, change.Subject, change.UseCase));

        await Stores.Changes.UseRecordedAsync(granted.Id.Value, used.At, Cancellation);
        Time.Advance(IUnrecordedChanges.Lease);
        Assert.Empty(await Stores.Changes.ClaimAsync(Cancellation));
    }

    [Fact]
    public async Task A_ruling_that_was_given_back_is_not_noted_as_used()
    {
        var ruling = await GrantAsync(Opening());
        await Stores.Cases.TryConsumeAsync(ruling.Id, ruling.Action, Cancellation);
        await Stores.Cases.ReturnAsync(ruling.Id, ruling.Action, Cancellation);

        Time.Advance(IUnrecordedChanges.Lease);
        Assert.Empty(await Stores.Changes.ClaimAsync(Cancellation));
    }

    [Fact]
    public async Task The_record_of_one_use_forgets_no_other_use_of_the_same_ruling()
    {
        var ruling = await GrantAsync(Opening());
        var first = await Stores.Cases.ConsumeAsync([(ruling.Id, ruling.Action)], Cancellation);
        await Stores.Cases.ReturnAsync(ruling.Id, ruling.Action, Cancellation);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await (await OpenAnotherAsync()).Cases.ConsumeAsync([(ruling.Id, ruling.Action)], Cancellation); // by a node that dies now

        await Stores.Changes.UseRecordedAsync(ruling.Id.Value, first.At, Cancellation); // late
        Time.Advance(IUnrecordedChanges.Lease);
        Assert.Equal(("used", ruling.Id.Value, second.At), Assert.Single(await Stores.Changes.ClaimAsync(Cancellation)) is var change ? (change.Act, change.Subject, change.Time!.Value) : default);
    }

    [Theory]
    [InlineData("granted")]
    [InlineData("open")]
    public async Task A_case_that_is_put_back_behind_our_back_is_noted(string state)
    {
        var granted = await GrantAsync(Opening(CaseType.Authorize));
        var used = await Stores.Cases.ConsumeAsync([(granted.Id, granted.Action)], Cancellation);
        await Stores.Changes.UseRecordedAsync(granted.Id.Value, used.At, Cancellation);

        await Database.ExecuteAsync($"UPDATE cases SET state = '{state}', released = NULL");

        var change = Assert.Single(await Stores.Changes.ClaimAsync(Cancellation));
        Assert.Equal(("grant", "put-back", granted.Id.Value), (change.Kind, change.Act, change.Subject));
    }

    [Fact]
    public async Task Each_change_goes_to_one_of_many_nodes()
    {
        var other = await OpenAnotherAsync();
        for (var i = 0; i < 100; i++)
        {
            await Stores.Keys.CreateAsync("radar", "label", expires: null, "ann", Cancellation);
        }

        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            async () => await (i % 2 == 0 ? Stores : other).Changes.ClaimAsync(Cancellation), Cancellation)));

        var claimed = claims.SelectMany(static claim => claim).Select(static change => change.Sequence).ToList();
        Assert.Equal(100, claimed.Distinct().Count());
        Assert.Equal(100, claimed.Count);
    }

    [Fact]
    public async Task What_a_dead_node_was_about_to_record_comes_back_and_what_is_recorded_does_not()
    {
        await Stores.Keys.CreateAsync("radar", "label", expires: null, "ann", Cancellation);
        var other = await OpenAnotherAsync();
        Assert.Single(await Stores.Changes.ClaimAsync(Cancellation));
        Assert.Empty(await other.Changes.ClaimAsync(Cancellation));

        Time.Advance(IUnrecordedChanges.Lease);
        var again = await other.Changes.ClaimAsync(Cancellation);
        Assert.Single(again);
        await other.Changes.RecordedAsync(again, Cancellation);
        Time.Advance(IUnrecordedChanges.Lease);
        Assert.Empty(await Stores.Changes.ClaimAsync(Cancellation));
    }
}
