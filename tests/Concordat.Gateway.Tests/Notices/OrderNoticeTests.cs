using System.Net;
using System.Text.Json.Nodes;
using Concordat.Gateway.Notices;
using Concordat.Gateway.Tests.Kit;
using Concordat.Gateway.Tests.Orders;
using Concordat.Oversight;
using Microsoft.Extensions.Logging.Abstractions;

namespace Concordat.Gateway.Tests.Notices;

/// <summary>All parties are told of orders, of what is said about them and of stops that lapse: once each, until they take it, whoever hangs.</summary>
public sealed class OrderNoticeTests : IAsyncLifetime
{
    private const string Request = """{"model":"sandbox","messages":[{"role":"user","content":"Summarise the maintenance log of the harbour radar."}]}""";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("concordat-order-notices-");
    private readonly MovableTime _time = new();
    private readonly TestIssuers _cio = TestIssuers.Department();
    private readonly TestIssuers _policy = TestIssuers.Vendor();
    private readonly List<string> _counted = [];
    private GatewayHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await GatewayHost.StartAsync(
        _cio.And(_policy, "policy", "suspend", "confirm", "lift", "respond"), _time, stores: OversightStores.OpenSqlite(Path.Combine(_directory.FullName, "oversight.db"), _time));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _cio.Dispose();
        _policy.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Each_receiver_is_told_once_also_by_another_node_and_after_a_new_start()
    {
        using var desk = new OrderReceiver();
        await TakeAsync("halt", Stop());
        await using (var first = Loop(desk))
        {
            await first.RoundAsync(Cancellation);
            await first.RoundAsync(Cancellation);
        }

        await using var second = Loop(desk);
        await second.RoundAsync(Cancellation);
        using var another = new OrderReceiver();
        await using var other = Loop(another, "webhook another");
        await other.RoundAsync(Cancellation);

        Assert.Equal(["order-taken.halt"], desk.Told.Select(static news => news.Id));
        Assert.Equal(["order-taken.halt"], another.Told.Select(static news => news.Id));
    }

    [Fact]
    public async Task While_one_node_tells_another_does_not_and_goes_on_where_the_first_ends_without_an_answer()
    {
        using var desk = new OrderReceiver { Hangs = true };
        await TakeAsync("halt", Stop());
        await using var second = Loop(desk);
        await using (var first = Loop(desk))
        {
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var telling = first.RoundAsync(ends.Token).AsTask();
            await desk.Reached.WaitAsync(Cancellation);
            await second.RoundAsync(Cancellation);
            Assert.Equal(1, desk.Tried);
            await ends.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => telling);
        }

        desk.Hangs = false;
        await second.RoundAsync(Cancellation);
        Assert.Equal((2, "order-taken.halt"), (desk.Tried, Assert.Single(desk.Told).Id));
    }

    [Fact]
    public async Task One_that_does_not_take_it_is_tried_again_after_ever_longer_pauses_and_not_after_three_days()
    {
        using var desk = new OrderReceiver { Fault = "it is away" };
        await TakeAsync("halt", Stop());
        await using var loop = Loop(desk);
        List<int> tried = [];
        foreach (var seconds in new[] { 0, 0, 1, 1, 1 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            await loop.RoundAsync(Cancellation);
            tried.Add(desk.Tried);
        }

        Assert.Equal([1, 1, 2, 2, 3], tried);
        _time.Advance(TimeSpan.FromDays(9));
        desk.Fault = null;
        await loop.RoundAsync(Cancellation);
        await loop.RoundAsync(Cancellation);
        Assert.Empty(desk.Told);
        Assert.Equal(["failed", "failed", "failed", "passed-over"], _counted);
    }

    [Fact]
    public async Task A_stop_by_one_party_is_told_before_it_lapses_and_when_it_has()
    {
        using var desk = new OrderReceiver();
        await using var loop = Loop(desk);
        await TakeAsync("halt", Stop());
        var lapses = _host.Gateway.Orders.Book!.Find("halt")!.Order!.LapsesAt();
        List<string> told = [];
        foreach (var before in new[] { 40.0, 6.1, 5.9, 0.1, -0.1, -24 })
        {
            _time.Advance(lapses.AddHours(-before) - _time.GetUtcNow());
            await loop.RoundAsync(Cancellation);
            told.Add(string.Join(' ', desk.Told.Select(static news => news.Type)));
        }

        Assert.Equal(
            ["order.taken", "order.taken", "order.taken order.lapsing", "order.taken order.lapsing", "order.taken order.lapsing order.lapsed", "order.taken order.lapsing order.lapsed"],
            told);
        Assert.Equal([lapses, lapses, lapses], desk.Told.Select(static news => news.Lapses));
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("lift")]
    public async Task One_that_is_confirmed_or_lifted_does_not_lapse(string kind)
    {
        using var desk = new OrderReceiver();
        await using var loop = Loop(desk);
        await TakeAsync("halt", Stop());
        await TakeAsync("then", kind == "lift" ? _cio.Lift("then", "halt") : _policy.Notice("then", "halt", "confirm", "policy"));
        for (var i = 0; i < 30; i++)
        {
            await loop.RoundAsync(Cancellation);
            _time.Advance(TimeSpan.FromHours(2));
        }

        Assert.Equal([("order-taken.halt", null), ("order-taken.then", (DateTimeOffset?)null)], desk.Told.Select(static news => (news.Id, news.Lapses)));
    }

    [Fact]
    public async Task A_receiver_that_hangs_holds_up_no_order_and_no_other_receiver()
    {
        using var stuck = new OrderReceiver { Hangs = true };
        using var desk = new OrderReceiver();
        await using var hanging = Loop(stuck, "webhook stuck");
        await using var loop = Loop(desk);
        hanging.Start();
        await TakeAsync("halt", Stop());
        await stuck.Reached.WaitAsync(Cancellation);
        await TakeAsync("out", _cio.Order("out", """{"vendor":"concordat"}"""));
        using var answer = await _host.PostAsync("/v1/chat/completions", Request);
        await loop.RoundAsync(Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(["order-taken.halt", "order-taken.out"], desk.Told.Select(static news => news.Id));
    }

    [Fact]
    public async Task What_nobody_could_have_taken_is_not_told()
    {
        using var desk = new OrderReceiver();
        await using var loop = Loop(desk);
        await TakeAsync("back", _policy.Lift("back", "nothing", "policy"));
        await loop.RoundAsync(Cancellation);

        Assert.NotNull(_host.Gateway.Status().OrdersFault);
        Assert.Empty(desk.Told);
    }

    [Fact]
    public async Task What_is_told_holds_ids_hashes_dates_and_targets_on_lines_of_their_own_and_no_title()
    {
        using var desk = new OrderReceiver();
        await using var loop = Loop(desk);
        await TakeAsync("halt", _cio.Order("halt", """{"useCase":"maintenance","vendor":"Example\nlapses never"}""", action: "suspend"));
        await TakeAsync("no", _policy.Notice("no", "halt", "respond", "policy"));
        await loop.RoundAsync(Cancellation);
        var json = JsonNode.Parse(OrderNewsText.Json(desk.Told[0]))!;
        var (subject, body) = OrderNewsText.Mail(desk.Told[0]);
        var (answered, answer) = OrderNewsText.Mail(desk.Told[1]);
        var hash = _host.Gateway.Orders.Book!.Find("halt")!.Hash;

        Assert.Equal(("order.taken", "suspend", "halt", "cio", "department", hash), (
            (string?)json["type"], (string?)json["data"]!["act"], (string?)json["data"]!["order"], (string?)json["data"]!["issuer"], (string?)json["data"]!["party"], (string?)json["data"]!["hash"]));
        Assert.True((bool)json["data"]!["in_force"]!);
        Assert.NotNull(json["data"]!["lapses"]);
        Assert.Equal("[concordat] suspend by cio (department): order halt", subject);
        Assert.Contains($"  hash      {hash}\r\n", body, StringComparison.Ordinal);
        Assert.Contains("  against   vendor Example lapses never, use case maintenance\r\n", body, StringComparison.Ordinal);
        Assert.Contains("unless the other party confirms it\r\n", body, StringComparison.Ordinal);
        Assert.Contains("concordat order show halt\r\n", body, StringComparison.Ordinal);
        Assert.Equal("[concordat] respond by policy (vendor): about order halt", answered);
        Assert.DoesNotContain("A test order", json.ToJsonString() + body, StringComparison.Ordinal);
        Assert.DoesNotContain("done", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_of_a_termination_says_that_the_use_ends_and_how_to_answer()
    {
        await using var host = await GatewayHost.StartAsync(config =>
        {
            var both = _cio.And(_policy, "policy", "terminate")(config);
            return both with { Orders = both.Orders with { Issuers = [both.Orders.Issuers[0] with { Acts = ["terminate"] }, both.Orders.Issuers[1]] } };
        });
        var end = TimeProvider.System.GetUtcNow().AddDays(30);
        await TestIssuers.ApplyAsync(host, "end", _cio.Order("end", """{"useCase":"logistics"}""", end, "terminate", with: _policy));
        await host.Gateway.Orders.LookNowAsync();
        var book = host.Gateway.Orders.Book!;
        var taken = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["end"] = TimeProvider.System.GetUtcNow() };
        var (now, then) = (Told(TimeProvider.System.GetUtcNow()), Told(end.AddDays(1)));

        Assert.StartsWith("[concordat] terminate by cio (department): order end", now.Subject, StringComparison.Ordinal);
        Assert.Contains("  now       not yet: the use ends for good on the date above, and no lift ends that\r\n", now.Body, StringComparison.Ordinal);
        Assert.Contains("concordat order respond end\r\n", now.Body, StringComparison.Ordinal);
        Assert.Contains("  now       in force\r\n", then.Body, StringComparison.Ordinal);

        (string Subject, string Body) Told(DateTimeOffset at) => OrderNewsText.Mail(Assert.Single(OrderNews.Of(book, taken, DateTimeOffset.MinValue, at, [])));
    }

    private byte[] Stop() => _cio.Order("halt", """{"useCase":"logistics"}""", action: "suspend");

    [Theory]
    [InlineData(0)] // the removal takes effect then
    [InlineData(40)] // it is in force, and complete then
    public async Task Before_a_use_ends_people_are_reminded_once_each_time_over_all_nodes(int phaseOut)
    {
        using var desk = new OrderReceiver();
        var (begins, ends) = (_time.GetUtcNow().AddDays(60 - phaseOut), _time.GetUtcNow().AddDays(60));
        var complete = phaseOut == 0 ? "" : $$""", "milestones": [{ "stage": "complete", "due": "{{TestIssuers.Time(ends)}}" }]""";
        await TakeAsync("out", _cio.Order("out", """{"vendor":"concordat"}""", begins, more: complete));
        await using var first = Loop(desk);
        await using var second = Loop(desk);
        foreach (var days in new[] { 1, 28, 1, 1, 20, 2, 1, 5, 2 })
        {
            await first.RoundAsync(Cancellation);
            await second.RoundAsync(Cancellation);
            _time.Advance(TimeSpan.FromDays(days));
        }

        Assert.Equal(["order-taken.out", "order-ending.out.30", "order-ending.out.7"], desk.Told.Select(static news => news.Id));
        var (subject, body) = OrderNewsText.Mail(desk.Told[1], "maintenance");
        Assert.StartsWith("[concordat] out ends uses of maintenance on ", subject, StringComparison.Ordinal);
        Assert.Contains(subject["[concordat] ".Length..], body, StringComparison.Ordinal);
        Assert.Equal(TestIssuers.Time(ends), JsonNode.Parse(OrderNewsText.Json(desk.Told[1]))!["data"]!["ends"]!.GetValue<DateTimeOffset>() is var told ? TestIssuers.Time(told) : null);
    }

    [Fact]
    public async Task Of_an_order_that_is_over_or_came_too_late_for_it_nobody_is_reminded()
    {
        using var desk = new OrderReceiver();
        await TakeAsync("late", _cio.Order("late", """{"vendor":"concordat"}""", _time.GetUtcNow().AddDays(20)));
        await TakeAsync("over", _cio.Order("over", """{"vendor":"concordat"}""", _time.GetUtcNow().AddDays(9)));
        await TakeAsync("back", _cio.Lift("back", "over"));
        await using var loop = Loop(desk);
        await loop.RoundAsync(Cancellation);
        _time.Advance(TimeSpan.FromDays(3));
        await loop.RoundAsync(Cancellation);

        Assert.DoesNotContain(desk.Told, static news => news.Type is OrderNews.Ending);
    }

    [Fact]
    public async Task The_owner_of_a_use_case_is_told_of_its_end_alone_and_of_that_of_no_other()
    {
        using var desk = new OrderReceiver();
        await TakeAsync("here", _cio.Order("here", """{"useCase":"maintenance"}""", _time.GetUtcNow().AddDays(31)));
        await TakeAsync("there", _cio.Order("there", """{"useCase":"survey"}""", _time.GetUtcNow().AddDays(31)));
        await using var loop = Loop(desk);
        await loop.RoundAsync(Cancellation);
        _time.Advance(TimeSpan.FromDays(2));
        await loop.RoundAsync(Cancellation);

        var config = TestConfig.Default("unused");
        using var owner = new OrderOwnerMail(null!, config, config.UseCases[0] with { Contact = "chief@example.mil" });
        Assert.Equal(["order-ending.here.30"], desk.Told.Where(owner.Wants).Select(static news => news.Id));
        Assert.Equal(4, desk.Told.Count);
    }

    private async Task TakeAsync(string id, byte[] document)
    {
        await TestIssuers.ApplyAsync(_host, id, document);
        await _host.Gateway.Orders.LookNowAsync();
    }

    private OrderNoticeLoop Loop(OrderReceiver receiver, string channel = "webhook desk") => new(
        channel, receiver, new OrderNewsReader(_host.Gateway.Orders, _host.Stores.Orders, [30, 7], _time), _host.Stores.Notices, _counted.Add, _time, NullLogger.Instance);
}
