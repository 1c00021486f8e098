using System.Globalization;
using Concordat.Agreements.Documents;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>Every way in which one party could end what both suspended, or stop for longer than the agreement lets it.</summary>
public sealed class JointActTests : IDisposable
{
    private const string Department = "general-counsel";
    private const string Vendor = "policy-lead";
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OrderScenario _orders = new("emergency-suspension.json");

    public void Dispose() => _orders.Dispose();

    [Theory]
    [InlineData("lift")]
    [InlineData("waive")]
    public void What_both_suspended_is_lifted_or_waived_by_both(string kind)
    {
        var book = Taken(_orders.Book, Stop("both", Now, [Department, Vendor]), Now);

        Refused(Notice("one", "both", kind, Now, [Department]), book, Now, "`department` and `vendor` suspended together: it needs the signatures of all of them");
        Refused(Notice("other", "both", kind, Now, [Vendor]), book, Now, "signatures of all of them");
        var whole = Taken(book, Notice("all", "both", kind, Now, [Vendor, Department]), Now);

        Assert.Equal(kind != "lift", whole.At(whole.Find("both")!.Order!, Now).InForce);
    }

    [Fact]
    public void Who_stopped_alone_lifts_alone_until_it_is_confirmed()
    {
        var book = Taken(_orders.Book, Stop("alone", Now, [Vendor]), Now);
        Refused(Notice("not-yours", "alone", "lift", Now, [Department]), book, Now, "only that side can lift it");
        Assert.False(At(Taken(book, Notice("mine", "alone", "lift", Now, [Vendor]), Now), "alone", Now).InForce);

        var confirmed = Taken(book, Notice("yes", "alone", "confirm", Now.AddDays(1), [Department]), Now.AddDays(1));
        Refused(Notice("mine", "alone", "lift", Now.AddDays(1), [Vendor]), confirmed, Now.AddDays(1), "signatures of all of them");
        Refused(Notice("backdated", "alone", "lift", Now, [Vendor]), confirmed, Now.AddDays(1), "signatures of all of them");
    }

    [Fact]
    public void A_lift_signed_ahead_by_one_does_not_end_what_was_confirmed_meanwhile()
    {
        var book = Taken(_orders.Book, Stop("alone", Now, [Vendor]), Now);
        book = Taken(book, Notice("ahead", "alone", "lift", Now, [Vendor], from: Now.AddDays(2)), Now);
        book = Taken(book, Notice("yes", "alone", "confirm", Now.AddDays(1), [Department]), Now.AddDays(1));

        Assert.True(At(book, "alone", Now.AddDays(60)).InForce);
    }

    [Fact]
    public void A_confirmation_that_was_held_back_does_not_bring_back_what_was_lifted()
    {
        var book = Taken(_orders.Book, Stop("alone", Now, [Vendor]), Now);
        var withheld = Notice("yes", "alone", "confirm", Now, [Department]);
        book = Taken(book, Notice("back", "alone", "lift", Now.AddHours(1), [Vendor]), Now.AddHours(1));

        Refused(withheld, book, Now.AddHours(2), "a confirmation does not bring it back");
    }

    [Fact]
    public void No_order_of_one_party_takes_the_place_of_what_both_suspended()
    {
        var book = Taken(_orders.Book, Stop("both", Now, [Department, Vendor]), Now);
        Refused(Stop("mild", Now, [Department], ""","supersedes":"both","expires":"2026-09-01T00:00:01Z" """), book, Now, "signatures of all of them");
        Assert.NotNull(OrderIntake.Check(Stop("next", Now, [Department, Vendor], ""","supersedes":"both" """), book, [], Now));
    }

    [Fact]
    public void A_statement_is_about_the_document_that_its_signer_read()
    {
        var book = Taken(_orders.Book, Stop("alone", Now, [Vendor]), Now);
        Refused(Notice("yes", "alone", "confirm", Now, [Department], $""","orderHash":"{new string('0', 64)}" """), book, Now, "means another document `alone`");
        Refused(Notice("unsure", "alone", "confirm", Now, [Department], ""","orderHash":null"""), book, Now, "has no `orderHash`");
    }

    [Fact]
    public void Who_may_not_lift_makes_no_lift_joint()
    {
        var book = Taken(_orders.Book, Stop("both", Now, [Department, Vendor]), Now);
        Refused(Notice("back", "both", "lift", Now, [Department, "press-office"]), book, Now, "signed by `press-office` too, who may not `lift`");
    }

    [Fact]
    public void One_party_stops_alone_as_long_as_the_agreement_lets_it_and_where_it_is_silent_not_at_all()
    {
        Refused(Stop("long", Now, [Vendor], ""","lapses":"2026-09-04T00:00:01Z" """), _orders.Book, Now, "would hold for 73 hours unless confirmed, and the agreement lets one party stop for 72");
        Assert.NotNull(OrderIntake.Check(Stop("whole", Now, [Vendor], ""","lapses":"2026-09-04T00:00:00Z" """), _orders.Book, [], Now));

        var day = Under(new EmergencyStopTerms(["vendor"], 24, 30));
        Refused(Stop("silent", Now, [Vendor]), day, Now, "lets one party stop for 24");
        Assert.NotNull(OrderIntake.Check(Stop("short", Now, [Vendor], ""","lapses":"2026-09-02T00:00:00Z" """), day, [], Now));
        Refused(Stop("not-named", Now, [Department], ""","lapses":"2026-09-02T00:00:00Z" """), day, Now, "lets `department` stop nothing alone");
        Refused(Stop("none", Now, [Vendor]), Under(null), Now, "lets `vendor` stop nothing alone");
        Assert.NotNull(OrderIntake.Check(Stop("both", Now, [Vendor, Department]), Under(null), [], Now));
    }

    [Fact]
    public void An_amendment_counts_from_its_day_and_neither_lengthens_a_stop_nor_makes_it_joint()
    {
        var stop = new StoredDocument(1, "alone", Stop("alone", Now, [Vendor]), Now);
        var amended = _orders.Terms with { Joint = ["vendor"], Emergency = new EmergencyStopTerms(["vendor"], 720, 1), Since = Now.AddDays(1) };
        var book = OrderIntake.Take([stop], OrderBook.Empty(amended), [], DateTimeOffset.UnixEpoch, Now.AddDays(2));

        Assert.True(At(book, "alone", Now.AddDays(2)).InForce);
        Assert.False(At(book, "alone", Now.AddDays(3)).InForce);
        Refused(Stop("later", Now.AddDays(40), [Vendor]), book, Now.AddDays(40), "the agreement lets `vendor` suspend together; write these as `joint`");
        var later = Taken(book, Stop("later", Now.AddDays(40), [Vendor], ""","joint":["vendor"]"""), Now.AddDays(40));
        Assert.Equal("in force: suspended by all parties together", At(later, "later", Now.AddDays(90)).Because);
        Assert.False(At(later, "alone", Now.AddDays(90)).InForce);

        // What was agreed on before it is not known to a node that begins after: the stop stands as it was taken, and is none of the new ones.
        var none = _orders.Terms with { Emergency = null, Since = Now.AddDays(1) };
        Assert.True(At(OrderIntake.Take([stop], OrderBook.Empty(none), [], DateTimeOffset.UnixEpoch, Now.AddDays(2)), "alone", Now.AddDays(2)).InForce);
        Assert.Throws<OrderException>(() => OrderIntake.Take([stop], OrderBook.Empty(none), [], Now.AddDays(2), Now.AddDays(2))); // somebody looked since: it came later than it says
        Assert.Throws<OrderException>(() => OrderIntake.Check(Stop("now", Now, [Vendor]), OrderBook.Empty(none), [], Now)); // and who hands one in is judged by what is agreed
    }

    [Fact]
    public void What_was_suspended_together_stays_so_and_what_lapsed_stays_over_whatever_is_agreed_next()
    {
        var alone = OrderBook.Empty(_orders.Terms with { Joint = ["department"], Emergency = null });
        var book = Taken(alone, Stop("agreed", Now, [Department], ""","joint":["department"]"""), Now);
        var three = Taken(OrderBook.Empty(_orders.Terms with { Joint = ["department", "vendor", "auditor"] }), Stop("two", Now, [Department, Vendor], ""","joint":["auditor","vendor","department"]"""), Now);

        foreach (var next in new[] { _orders.Terms with { Since = Now.AddDays(30) }, _orders.Terms with { Joint = ["vendor"], Since = Now.AddDays(-9) } })
        {
            Assert.True(At(Again(book, next), "agreed", Now.AddDays(60)).InForce);
            Assert.False(At(Again(three, next), "two", Now.AddDays(60)).InForce);
        }

        // Nobody names other roles than are agreed on, nor none.
        Refused(Stop("own", Now, [Vendor], ""","joint":["vendor"]"""), _orders.Book, Now, "counts the signatures of `vendor`, and the agreement lets `department` and `vendor` suspend together");
        Assert.Contains("`joint` is empty", Assert.Throws<OrderException>(() => Stop("none", Now, [Vendor], ""","joint":[]""")).Message, StringComparison.Ordinal);
        Refused(Stop("two", Now, [Department, Vendor]), OrderBook.Empty(_orders.Terms with { Joint = ["department", "vendor", "auditor"] }), Now, "write these as `joint`");

        static OrderBook Again(OrderBook book, OrderTerms terms) => OrderBook.Of(terms, book.Documents.Select((document, i) => new StoredDocument(i + 1, document.Id, document.Envelope.ToJson(), Now)));
    }

    [Fact]
    public void One_party_does_not_stop_for_ever_by_saying_that_its_stop_had_ended_before_it_began()
    {
        var book = Taken(_orders.Book, Stop("first", Now, [Vendor]), Now);
        Refused(Notice("back", "first", "lift", Now.AddDays(2), [Vendor], from: Now.AddDays(-60)), book, Now.AddDays(2), "a lift does not reach back");
        Refused(Notice("spare", "first", "waive", Now.AddDays(2), [Vendor], from: Now.AddDays(-60)), book, Now.AddDays(2), "a waiver does not reach back");
        book = Taken(book, Notice("now", "first", "lift", Now.AddDays(2), [Vendor]), Now.AddDays(2));
        Refused(Stop("second", Now.AddDays(2), [Vendor]), book, Now.AddDays(2), "would stop what `first` of the same side stopped");
    }

    [Theory]
    [InlineData("""{"cloud":"alpha"}""", """{"cloud":"beta"}""")]
    [InlineData("""{"region":"r1"}""", """{"region":"r2"}""")]
    public void One_party_does_not_stop_for_ever_by_naming_clouds_that_nobody_has(string first, string second)
    {
        var book = Taken(_orders.Book, Stop("first", Now, [Vendor], target: first), Now);
        Refused(Stop("second", Now.AddDays(3), [Vendor], target: second), book, Now.AddDays(3), "would stop what `first` of the same side stopped");
    }

    [Fact]
    public void A_confirmation_is_for_good_and_a_stop_that_is_over_is_not_taken()
    {
        var book = Taken(_orders.Book, Stop("alone", Now, [Vendor]), Now);
        Refused(Notice("yes", "alone", "confirm", Now, [Department], $""","until":"{Time(Now.AddDays(2))}" """), book, Now, "is a confirmation, which holds for good");
        Refused(Stop("over", Now, [Vendor]), _orders.Book, Now.AddDays(4), "had lapsed before it came");
    }

    private static OrderState At(OrderBook book, string id, DateTimeOffset now) => book.At(book.Find(id)!.Order!, now);

    private static OrderBook Taken(OrderBook book, byte[] envelope, DateTimeOffset now) => book.With([OrderIntake.Check(envelope, book, [], now)!]);

    private static void Refused(byte[] envelope, OrderBook book, DateTimeOffset now, string because) =>
        Assert.Contains(because, Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, book, [], now)).Message, StringComparison.Ordinal);

    private OrderBook Under(EmergencyStopTerms? emergency) => OrderBook.Empty(_orders.Terms with { Emergency = emergency });

    private byte[] Stop(string id, DateTimeOffset issued, string[] signers, string more = "", string target = """{ "useCase": "elsewhere" }""") => _orders.Sign(
        $$"""
        {
          "format": "concordat-order/1", "id": "{{id}}", "title": "A stop", "issuer": "{{signers[0]}}", "official": "Counsel", "legalBasis": [{ "cite": "Agreement, Article 9" }],
          "action": "suspend", "targets": [{{target}}], "issued": "{{Time(issued)}}", "effective": "{{Time(issued)}}"{{more}}
        }
        """,
        signers);

    private byte[] Notice(string id, string order, string kind, DateTimeOffset issued, string[] signers, string more = "", DateTimeOffset? from = null) => _orders.Sign(
        $$"""
        {
          "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "{{kind}}", "issuer": "{{signers[0]}}", "reason": "a reason",
          "issued": "{{Time(issued)}}", "from": "{{Time(from ?? issued)}}"{{more}}{{(kind == "waive" ? $""","useCases":["elsewhere"],"mitigation":"watched","until":"{Time(issued.AddDays(9))}" """ : "")}}
        }
        """,
        signers);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
