using System.Net;
using Concordat.Gateway.Pipeline;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Cases;
using Concordat.Oversight.Grants;

namespace Concordat.Gateway.Tests.Cases;

/// <summary>A grant is used once, whatever becomes of the row that says so, and its use is in the ledger, whatever becomes of the node.</summary>
public sealed class GrantUseTests : IDisposable
{
    private readonly TestApprovers _people = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_is_put_back_lets_nothing_through_again_and_is_recorded()
    {
        await using var host = await StartAsync();
        var id = await ReleaseAsync(host);

        await host.ExecuteAsync("UPDATE cases SET state = 'granted', released = NULL");
        var again = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.Forbidden, "consumed"), (again.Status, again.Release));

        await host.Gateway.Changes.LookNowAsync();
        var told = Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["type"] == "grant");
        Assert.Equal(("put-back", id, "maintenance"), ((string?)told["act"], (string?)told["case"], (string?)told["use_case"]));
    }

    [Fact]
    public async Task What_was_used_before_a_restart_is_known_from_the_ledger()
    {
        await using var host = await StartAsync();
        var opened = TimeProvider.System.GetUtcNow();
        var id = IdOf(await ReleaseAsync(host));
        await host.Ledger.IntegrateAsync();

        using var uses = new GrantUses(host.Stores.Changes, host.Ledger, TimeProvider.System);
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await uses.OverAsync(id, opened, Stop));
        var other = IdOf(await HeldCall.HoldAsync(host, "hulk 9"));
        Assert.Null(await uses.OverAsync(other, opened, Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_grant_that_was_taken_back_lets_nothing_through_though_its_row_says_granted_again(bool isSignatureGone)
    {
        await using var host = await StartAsync();
        var opened = TimeProvider.System.GetUtcNow();
        var id = await GrantedAsync(host);
        var (status, body) = await _people.DecideAsync(host, id, "commander", DecisionAct.Revoke);
        Assert.True(status == HttpStatusCode.OK, $"{body}");

        await host.ExecuteAsync("UPDATE cases SET state = 'granted'" + (isSignatureGone ? "; DELETE FROM case_signatures WHERE decision = 'revoke'" : ""));
        var again = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.Forbidden, isSignatureGone ? "revoked" : "unproven"), (again.Status, again.Release));

        // After a restart it is known from the ledger.
        await host.Ledger.IntegrateAsync();
        using var uses = new GrantUses(host.Stores.Changes, host.Ledger, TimeProvider.System);
        Assert.Equal(ConsumeOutcome.Revoked, await uses.OverAsync(IdOf(id), opened, Stop));
    }

    [Fact]
    public async Task A_no_that_came_too_late_to_count_ends_no_grant()
    {
        await using var host = await StartAsync();
        var opened = TimeProvider.System.GetUtcNow();
        var id = await GrantedAsync(host);
        var (status, body) = await _people.DecideAsync(host, id, "commander", DecisionAct.Deny); // a grant is revoked, not denied
        Assert.True(status == HttpStatusCode.Conflict, $"{status} {body}");

        await host.Ledger.IntegrateAsync();
        using var uses = new GrantUses(host.Stores.Changes, host.Ledger, TimeProvider.System);
        Assert.Null(await uses.OverAsync(IdOf(id), opened, Stop));
        Assert.Equal("released", (await HeldCall.SendAsync(host, HeldCall.Target, id)).Release);
    }

    [Fact]
    public async Task What_was_denied_stays_denied_though_its_row_is_open_again_and_another_grants_it()
    {
        await using var host = await StartAsync();
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, "commander");
        Assert.Equal(HttpStatusCode.OK, (await _people.DecideAsync(host, id, "official", DecisionAct.Deny)).Status);

        await host.ExecuteAsync("UPDATE cases SET state = 'open', decided = NULL, decided_by = NULL, note = NULL; DELETE FROM case_signatures WHERE decision = 'deny'");
        await _people.GrantAsync(host, id, "official");
        var again = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.Forbidden, "denied"), (again.Status, again.Release));
    }

    [Fact]
    public async Task Only_as_much_of_the_ledger_is_read_back_as_the_grant_is_old_and_later_more_for_an_older_one()
    {
        await using var host = await StartAsync();
        var opened = TimeProvider.System.GetUtcNow();
        var id = IdOf(await ReleaseAsync(host));
        await HeldCall.HoldAsync(host, "hulk 9"); // the newest entry is another
        await host.Ledger.IntegrateAsync();
        var clock = new MovableTime();
        clock.Advance(TimeSpan.FromHours(2));

        using var uses = new GrantUses(host.Stores.Changes, host.Ledger, clock);
        Assert.Null(await uses.OverAsync(id, clock.GetUtcNow(), Stop)); // opened since the process began: it would remember
        Assert.Null(await uses.OverAsync(id, opened.AddHours(1), Stop)); // the ledger of the last hour does not tell of it
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await uses.OverAsync(id, opened, Stop));
    }

    [Fact]
    public async Task A_use_that_nobody_recorded_is_recorded_by_itself()
    {
        await using var host = await StartAsync();
        var id = await GrantedAsync(host);
        var held = (await host.Stores.Cases.GetAsync(IdOf(id), Stop))!;

        // A node uses it and dies; its claim lapses.
        Assert.Equal(ConsumeOutcome.Consumed, await host.Stores.Cases.TryConsumeAsync(held.Id, held.Action, Stop));
        await host.Gateway.Changes.LookNowAsync();
        Assert.DoesNotContain(await host.EntriesAsync(), static entry => (string?)entry["type"] == "grant");
        await host.ExecuteAsync("UPDATE unrecorded_changes SET claimed = 0");
        await host.Gateway.Changes.LookNowAsync();

        var told = Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["type"] == "grant");
        Assert.Equal(("used", id), ((string?)told["act"], (string?)told["case"]));
        Assert.NotNull(told["facts"]!["at"]);

        // What this entry tells counts as a use after a restart too.
        await host.Ledger.IntegrateAsync();
        using var uses = new GrantUses(host.Stores.Changes, host.Ledger, TimeProvider.System);
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await uses.OverAsync(held.Id, held.Created, Stop));
    }

    [Fact]
    public async Task A_use_that_a_decision_tells_of_is_recorded_no_second_time()
    {
        await using var host = await StartAsync();
        await ReleaseAsync(host);

        await ForgottenAsync(host);
    }

    [Fact]
    public async Task A_use_that_the_ledger_tells_of_is_recorded_no_second_time_though_the_store_still_reminds_of_it()
    {
        await using var host = await StartAsync();
        await ReleaseAsync(host);
        await ForgottenAsync(host);

        // As a node leaves it that dies after its entry, and before the reminder is forgotten.
        await host.ExecuteAsync(
            "INSERT INTO unrecorded_changes (kind, act, subject, use_case, time, claimed) SELECT 'grant', 'used', id, use_case, released, 0 FROM cases WHERE state = 'consumed'");
        await host.Gateway.Changes.LookNowAsync();

        Assert.DoesNotContain(await host.EntriesAsync(), static entry => (string?)entry["type"] == "grant");
        Assert.Equal(0, await host.ScalarAsync("SELECT count(*) FROM unrecorded_changes"));
    }

    [Fact]
    public async Task An_entry_about_an_earlier_use_hides_no_later_one()
    {
        await using var host = await StartAsync();
        var id = await ReleaseAsync(host);
        await ForgottenAsync(host);

        await host.ExecuteAsync(
            "INSERT INTO unrecorded_changes (kind, act, subject, use_case, time, claimed) SELECT 'grant', 'used', id, use_case, released + 60000000, 0 FROM cases WHERE state = 'consumed'");
        await host.Gateway.Changes.LookNowAsync();

        Assert.Equal(id, (string?)Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["type"] == "grant")["case"]);
    }

    [Fact]
    public async Task An_entry_that_only_names_the_case_hides_no_use_of_it()
    {
        await using var host = await StartAsync();
        var id = await GrantedAsync(host);
        var held = (await host.Stores.Cases.GetAsync(IdOf(id), Stop))!;
        Assert.Equal(ConsumeOutcome.Consumed, await host.Stores.Cases.TryConsumeAsync(held.Id, held.Action, Stop));
        var late = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.Forbidden, "consumed"), (late.Status, late.Release));

        await host.ExecuteAsync("UPDATE unrecorded_changes SET claimed = 0");
        await host.Gateway.Changes.LookNowAsync();

        Assert.Equal(id, (string?)Assert.Single(await host.EntriesAsync(), static entry => (string?)entry["type"] == "grant")["case"]);
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_is_the_first()
    {
        await using var host = await StartAsync();
        var id = IdOf(await GrantedAsync(host));
        using var uses = new GrantUses(host.Stores.Changes, host.Ledger, TimeProvider.System);

        var first = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => uses.Add(id, DateTimeOffset.MaxValue), Stop)));

        Assert.Single(first, static isFirst => isFirst);
        Assert.Equal(ConsumeOutcome.AlreadyConsumed, await uses.OverAsync(id, TimeProvider.System.GetUtcNow(), Stop));
    }

    [Theory]
    [InlineData("""{"case":"ID","release":"released","time":"2026-11-01T00:00:00Z","type":"decision"}""", true)]
    [InlineData("""{"case":"ID","release":"consumed","time":"2026-11-01T00:00:00Z","type":"decision"}""", false)]
    [InlineData("""{"calls":[{"case":"ID","release":"released"}],"time":"2026-11-01T00:00:00Z","type":"outcome"}""", true)]
    [InlineData("""{"act":"unmasked","case":"ID","time":"2026-11-01T00:00:00Z","type":"content"}""", true)]
    [InlineData("""{"act":"asked","case":"ID","time":"2026-11-01T00:00:00Z","type":"content"}""", false)]
    [InlineData("""{"act":"used","case":"ID","time":"2026-11-01T00:00:00Z","type":"grant"}""", true)]
    [InlineData("""{"act":"put-back","case":"ID","time":"2026-11-01T00:00:00Z","type":"grant"}""", false)]
    [InlineData("""{"case":"ID","release":"consumed","time":"2026-11-01T00:00:00Z","type":"rejection"}""", true)]
    [InlineData("""{"case":"ID","release":"released","time":"2026-11-01T00:00:00Z","type":"rejection"}""", false)]
    [InlineData("""{"case":"not one","release":"released","time":"2026-11-01T00:00:00Z"}""", false)]
    public void An_entry_tells_what_it_let_through(string text, bool tells)
    {
        var id = CaseId.New(TimeProvider.System);
        var told = new List<CaseId>();

        var at = UseEntry.Read(System.Text.Encoding.UTF8.GetBytes(text.Replace("ID", id.Value, StringComparison.Ordinal)), told.Add);

        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), at);
        Assert.Equal(tells ? [id] : [], told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("not json, \"release\":\"released\"")]
    public void What_is_no_entry_tells_nothing(string text) =>
        Assert.Null(UseEntry.Read(System.Text.Encoding.UTF8.GetBytes(text), static _ => Assert.Fail()));

    private static CaseId IdOf(string text) => CaseId.TryParse(text, out var id) ? id : throw new FormatException(text);

    public void Dispose() => _people.Dispose();

    private async Task<string> GrantedAsync(GatewayHost host)
    {
        var id = await HeldCall.HoldAsync(host);
        await _people.GrantAsync(host, id, TestApprovers.Command);
        return id;
    }

    private async Task<string> ReleaseAsync(GatewayHost host)
    {
        var id = await GrantedAsync(host);
        var released = await HeldCall.SendAsync(host, HeldCall.Target, id);
        Assert.Equal((HttpStatusCode.OK, "released"), (released.Status, released.Release));
        return id;
    }

    /// <summary>A decision told of the use, and then the store need not remind of it.</summary>
    private static async Task ForgottenAsync(GatewayHost host)
    {
        for (var wait = 0; await host.ScalarAsync("SELECT count(*) FROM unrecorded_changes WHERE kind = 'grant'") > 0; wait++)
        {
            Assert.True(wait < 200, "the reminder of the use stays");
            await Task.Delay(50, Stop);
        }
    }

    private Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(config => GrantTests.Fires(_people.Register(config)));
}
