using System.Globalization;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>Every way in which one party could stop for longer than an emergency lasts, or bring a stop back; and orders that come from elsewhere than the desk.</summary>
public sealed class EmergencyStopTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OrderScenario _stop = new("emergency-suspension.json");

    public void Dispose() => _stop.Dispose();

    [Fact]
    public void Stops_signed_ahead_do_not_join_into_one_without_end()
    {
        var book = Taken(_stop.Book, Stop("chain-1", Now, Now), Now);

        foreach (var days in new[] { 3, 6, 9 })
        {
            Refused(Stop($"chain-{days}", Now, Now.AddDays(days)), book, Now, "an emergency stop begins at once");
            Refused(Stop($"chain-{days}", Now.AddDays(days), Now.AddDays(days)), book, Now.AddDays(days), "would stop what `chain-1` of the same side stopped");
        }

        // Nor under another head of the same side, against more or with a lift between; a month later it may be an emergency again.
        Refused(Stop("wider", Now.AddDays(3), Now.AddDays(3), """{"vendor":"v"}"""), book, Now.AddDays(3), "of the same side stopped");
        var lifted = _stop.Sign(Notice("lift-1", "chain-1", "lift", Now.AddDays(1), "general-counsel"), "general-counsel");
        Refused(Stop("again", Now.AddDays(2), Now.AddDays(2)), Taken(book, lifted, Now.AddDays(1)), Now.AddDays(2), "of the same side stopped");
        Assert.NotNull(OrderIntake.Check(Stop("later", Now.AddDays(33), Now.AddDays(33)), book, [], Now.AddDays(33)));
        Assert.NotNull(OrderIntake.Check(Stop("elsewhere", Now.AddDays(3), Now.AddDays(3), """{"useCase":"another"}"""), book, [], Now.AddDays(3)));
    }

    [Fact]
    public void A_stop_that_lapsed_does_not_come_back()
    {
        var book = Taken(_stop.Book, Stop("stop-9", Now, Now), Now);
        var backdated = _stop.Sign(Notice("c-1", "stop-9", "confirm", Now.AddDays(29), "policy-lead", from: Now.AddDays(1)), "policy-lead");
        var withheld = _stop.Sign(Notice("c-2", "stop-9", "confirm", Now.AddDays(1), "policy-lead"), "policy-lead");

        Refused(backdated, book, Now.AddDays(29), "a confirmation does not reach back");
        Refused(withheld, book, Now.AddDays(29), "had lapsed by then");
        Assert.NotNull(OrderIntake.Check(withheld, book, [], Now.AddDays(2)));
    }

    [Fact]
    public void Who_may_neither_suspend_nor_confirm_makes_no_stop_joint()
    {
        var beside = _stop.Sign(StopJson("both", Now, Now, """{"useCase":"targeting-aid"}"""), "general-counsel", "press-office");
        Refused(beside, _stop.Book, Now, "signed by `press-office` too, who may neither `suspend` nor `confirm`");

        var book = Taken(_stop.Book, Stop("stop-9", Now, Now), Now);
        Refused(_stop.Sign(Notice("c-1", "stop-9", "confirm", Now, "policy-lead"), "policy-lead", "press-office"), book, Now, "signed by `press-office` too");
    }

    [Fact]
    public void A_use_case_is_suspended_by_all_parties_together_or_not_at_all()
    {
        const string Whole = """{"useCase":"elsewhere"}""";
        Assert.Equal(["elsewhere"], Suspended(Whole, "general-counsel", "policy-lead"));
        Assert.Empty(Suspended(Whole, "general-counsel"));
        Assert.Empty(Suspended("""{"useCase":"elsewhere","vendor":"v"}""", "general-counsel", "policy-lead"));
        Assert.Empty(Suspended("""{"vendor":"v"}""", "general-counsel", "policy-lead"));

        IEnumerable<string> Suspended(string target, params string[] signers) =>
            Taken(_stop.Book, _stop.Sign(StopJson("now", Now, Now, target), signers), Now).AsOf(Now).SuspendedUseCases.Where(useCase => useCase == "elsewhere");
    }

    [Fact]
    public void An_order_of_long_ago_is_refused()
    {
        Refused(_stop.Sign(StopJson("old", Now.AddYears(-9), Now.AddYears(-9), """{"useCase":"a"}"""), "general-counsel", "policy-lead"), _stop.Book, Now, "issue it anew");
        Refused(_stop.Sign(StopJson("old", Now.AddDays(-8), Now.AddDays(-8), """{"useCase":"a"}"""), "general-counsel", "policy-lead"), _stop.Book, Now, "issue it anew");
        Assert.NotNull(OrderIntake.Check(_stop.Sign(StopJson("new", Now.AddDays(-6), Now.AddDays(-6), """{"useCase":"a"}"""), "general-counsel", "policy-lead"), _stop.Book, [], Now));
    }

    [Fact]
    public void A_row_is_checked_as_of_when_it_came_whatever_it_says_of_itself()
    {
        var book = Taken(_stop.Book, Stop("stop-9", Now, Now), Now);
        var number = book.Documents.Length + 1;
        var withheld = _stop.Sign(Notice("c-2", "stop-9", "confirm", Now.AddDays(1), "policy-lead"), "policy-lead");
        var forged = new StoredDocument(number, "c-2", withheld, Now.AddDays(1));
        var later = Now.AddDays(29);

        Assert.Contains("had lapsed by then", Assert.Throws<OrderException>(() => OrderIntake.Take([forged], book, [], later.AddSeconds(-1), later)).Message, StringComparison.Ordinal);
        Assert.Equal(number, OrderIntake.Take([forged], book, [], Now, later).Documents.Length); // nobody looked since: it may be true

        var stolen = new RevokedSigner(_stop.Terms.Find("policy-lead")!.Key.KeyId, Now.AddDays(1).AddHours(-1), 7, []);
        Assert.Contains("was revoked", Assert.Throws<OrderException>(() => OrderIntake.Take([forged], book, [stolen], Now, later)).Message, StringComparison.Ordinal);
        Assert.Contains("was revoked", Assert.Throws<OrderException>(() => OrderIntake.Take([forged with { Taken = Now }], book, [stolen], Now.AddDays(2), later)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_do_not_stand_beside_each_other_are_not_taken_together()
    {
        var number = _stop.Book.Documents.Length;
        var one = new StoredDocument(number + 1, "one", Stop("one", Now, Now), Now);
        var two = new StoredDocument(number + 2, "two", Stop("two", Now, Now), Now);

        Assert.Equal(number + 1, OrderIntake.Take([one], _stop.Book, [], Now, Now).Documents.Length);
        Assert.Throws<OrderException>(() => OrderIntake.Take([one, two], _stop.Book, [], Now, Now));
        Assert.Throws<OrderException>(() => OrderIntake.Take([one, one with { Number = number + 2 }], _stop.Book, [], Now, Now));
    }

    private static OrderBook Taken(OrderBook book, byte[] envelope, DateTimeOffset now) => book.With([OrderIntake.Check(envelope, book, [], now)!]);

    private static void Refused(byte[] envelope, OrderBook book, DateTimeOffset now, string because) =>
        Assert.Contains(because, Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, book, [], now)).Message, StringComparison.Ordinal);

    private byte[] Stop(string id, DateTimeOffset issued, DateTimeOffset effective, string target = """{"useCase":"targeting-aid"}""") =>
        _stop.Sign(StopJson(id, issued, effective, target), "general-counsel");

    private static string StopJson(string id, DateTimeOffset issued, DateTimeOffset effective, string target) =>
        $$"""
        {
          "format": "concordat-order/1", "id": "{{id}}", "title": "Emergency stop", "issuer": "general-counsel", "official": "General Counsel", "legalBasis": [{ "cite": "Agreement, Article 9" }],
          "action": "suspend", "targets": [{{target}}], "issued": "{{Time(issued)}}", "effective": "{{Time(effective)}}"
        }
        """;

    private static string Notice(string id, string order, string kind, DateTimeOffset issued, string issuer, DateTimeOffset? from = null) =>
        $$"""
        {
          "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "{{kind}}", "issuer": "{{issuer}}", "reason": "a reason",
          "issued": "{{Time(issued)}}", "from": "{{Time(from ?? issued)}}"
        }
        """;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
