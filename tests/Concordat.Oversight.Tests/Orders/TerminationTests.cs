using System.Text;
using System.Text.Json.Nodes;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>A termination is signed by all at once and is for good, whichever way somebody tries to make or undo one.</summary>
public sealed class TerminationTests : IDisposable
{
    private const string Draft = """
        {
          "format": "concordat-order/1", "id": "end-9", "title": "Termination", "issuer": "counsel", "official": "General Counsel", "legalBasis": [{ "cite": "Agreement" }],
          "action": "terminate", "targets": [{ "useCase": "watch" }], "issued": "2026-06-10T00:00:00Z", "effective": "2026-08-01T00:00:00Z"
        }
        """;

    private static readonly DateTimeOffset Now = new(2026, 6, 10, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now.AddYears(1);

    private readonly OrderScenario _scenario = new("termination.json");

    public void Dispose() => _scenario.Dispose();

    [Fact]
    public void The_signature_of_one_document_ends_nothing_on_another()
    {
        // The vendor's signature on a suspension, and on another termination, moved to this one.
        foreach (var other in new[] { Draft.Replace("terminate", "suspend", StringComparison.Ordinal), Draft.Replace("end-9", "end-8", StringComparison.Ordinal) })
        {
            var envelope = JsonNode.Parse(_scenario.Sign(Draft, "counsel"))!;
            envelope["signatures"]!.AsArray().Add(JsonNode.Parse(_scenario.Sign(other, "policy-lead"))!["signatures"]![0]!.DeepClone());

            Assert.Contains("no party terminates alone", Refused(Encoding.UTF8.GetBytes(envelope.ToJsonString())), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_confirmation_does_not_make_up_for_a_party_that_did_not_sign()
    {
        var book = Book(_scenario.Sign(Draft, "counsel"));
        var confirm = _scenario.Sign(
            """{ "format": "concordat-order-notice/1", "id": "c-9", "order": "end-9", "kind": "confirm", "issuer": "policy-lead", "reason": "we join", "issued": "2026-06-10T00:00:00Z", "from": "2026-06-10T00:00:00Z" }""",
            "policy-lead");

        Assert.Contains("which is a termination", Assert.Throws<OrderException>(() => OrderIntake.Check(confirm, book, [], Now)).Message, StringComparison.Ordinal);
        Assert.Equal(OrderStanding.None, Standing(book.With([new StoredDocument(book.Documents.Length + 1, "c-9", confirm, Now)])));
    }

    [Fact]
    public void What_somebody_wrote_into_the_store_lifts_waives_and_replaces_nothing()
    {
        var book = _scenario.Book;
        byte[][] written =
        [
            Notice("lift", ""), Notice("waive", """, "useCases": ["radar"], "mitigation": "m", "until": "2036-06-10T00:00:00Z" """),
            _scenario.Sign(Draft.Replace("terminate", "restrict", StringComparison.Ordinal).Replace("watch", "radar", StringComparison.Ordinal).Replace("\"effective\"", "\"supersedes\": \"end-1\", \"effective\"", StringComparison.Ordinal), "counsel", "policy-lead"),
        ];
        foreach (var envelope in written)
        {
            var row = new StoredDocument(book.Documents.Length + 1, OrderReader.Read(envelope, book.Terms).Id, envelope, Now);

            Assert.Throws<OrderException>(() => OrderIntake.Take([row], book, [], Now, Now));
            Assert.Equal(OrderStanding.StopUse, book.With([row]).For(_scenario.Subject("radar"), Later).Standing); // and it would count for nothing
        }

        byte[] Notice(string kind, string more) => _scenario.Sign(
            $$"""{ "format": "concordat-order-notice/1", "id": "{{kind}}-9", "order": "end-1", "kind": "{{kind}}", "issuer": "counsel", "reason": "r", "issued": "2026-06-10T00:00:00Z", "from": "2026-06-10T00:00:00Z"{{more}} }""",
            "counsel", "policy-lead");
    }

    [Fact]
    public void A_row_that_says_it_was_taken_under_an_earlier_agreement_needs_the_department_and_the_vendor_all_the_same()
    {
        var terms = _scenario.Terms with { Since = Now };
        var envelope = _scenario.Sign(Draft, "counsel");

        var fault = Assert.Throws<OrderException>(() => OrderIntake.Take([new StoredDocument(1, "end-9", envelope, Now.AddDays(-1))], OrderBook.Empty(terms), [], null, Now));
        Assert.Contains("no party terminates alone", fault.Message, StringComparison.Ordinal);
        Assert.Contains(
            "leaves out the department or the vendor",
            Assert.Throws<OrderException>(() => _scenario.Sign(Draft.Replace("\"issued\"", "\"joint\": [\"department\"], \"issued\"", StringComparison.Ordinal), "counsel")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_more_parties_terminate_together_fewer_do_not()
    {
        var book = OrderBook.Empty(_scenario.Terms with { TerminationJoint = ["department", "vendor", "ally"] });

        Assert.Contains(
            "counts the signatures of `department` and `vendor`, and the agreement lets `department` and `vendor` and `ally` terminate together",
            Assert.Throws<OrderException>(() => OrderIntake.Check(_scenario.Sign(Draft, "counsel", "policy-lead"), book, [], Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_that_all_have_signed_ends_the_one_that_it_names_by_its_hash_from_its_own_day()
    {
        var hash = _scenario.Book.Find("end-1")!.Hash;
        Assert.Equal(OrderStanding.StopUse, Under(new string('0', 64), Later));
        Assert.Equal(OrderStanding.None, Under(hash, Later));
        Assert.Equal(OrderStanding.StopUse, Under(hash, Later.AddDays(-2)));

        OrderStanding Under(string ended, DateTimeOffset at) => OrderBook
            .Of(_scenario.Terms with { Ended = [ended], Since = Later.AddDays(-1) }, _scenario.Book.Documents.Select((each, i) => new StoredDocument(i + 1, each.Id, each.Envelope.ToJson(), default)))
            .For(_scenario.Subject("radar"), at).Standing;
    }

    [Theory]
    [InlineData("\"issued\"", "\"expires\": \"2027-01-01T00:00:00Z\", \"issued\"", "a termination is for good")]
    [InlineData("\"issued\"", "\"lapses\": \"2027-01-01T00:00:00Z\", \"issued\"", "only a suspension has `lapses`")]
    [InlineData("\"issued\"", "\"milestones\": [{ \"stage\": \"complete\", \"due\": \"2027-01-01T00:00:00Z\" }], \"issued\"", "a termination is complete when it is effective")]
    [InlineData("\"issued\"", "\"milestones\": [{ \"stage\": \"plan\", \"due\": \"2026-01-01T00:00:00Z\" }], \"issued\"", "due before the termination was issued")]
    [InlineData("\"effective\": \"2026-08-01", "\"effective\": \"2026-06-01", "`effective` is before `issued`")]
    public void One_that_is_half_something_else_is_not_well_formed(string from, string to, string because) => Assert.Contains(
        because, Assert.Throws<OrderException>(() => OrderReader.Draft(Encoding.UTF8.GetBytes(Draft.Replace(from, to, StringComparison.Ordinal)))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_calendar_says_when_it_is_complete_and_the_state_says_that_notice_was_given()
    {
        var book = Book(_scenario.Sign(Draft, "counsel", "policy-lead"));
        var order = book.Find("end-9")!.Order!;

        Assert.Equal([(MilestoneStage.Complete, order.Effective)], order.Calendar().Select(each => (each.Stage, each.Due)));
        Assert.Equal("terminates on 2026-08-01; notice was given on 2026-06-10", book.At(order, Now).Because);
        Assert.Equal(order.Effective, book.At(order, Now).Changes);
        Assert.Equal("in force: terminated by all parties together, for good", book.At(order, Later).Because);
    }

    private string Refused(byte[] envelope) => Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, _scenario.Book, [], Now)).Message;

    private OrderBook Book(byte[] envelope) => _scenario.Book.With([new StoredDocument(_scenario.Book.Documents.Length + 1, "end-9", envelope, Now)]);

    private OrderStanding Standing(OrderBook book) => book.For(_scenario.Subject("watch"), Later).Standing;
}
