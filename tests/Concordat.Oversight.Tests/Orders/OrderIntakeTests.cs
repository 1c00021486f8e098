using System.Text;
using System.Text.Json.Nodes;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Signers;
using Concordat.Signing;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>Every way to get an order in that should not be.</summary>
public sealed class OrderIntakeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OrderScenario _two = new("two-authorities-2026.json");
    private readonly OrderScenario _stop = new("emergency-suspension.json");

    public void Dispose()
    {
        _two.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public void A_good_order_is_taken_once_and_the_same_again_changes_nothing()
    {
        var envelope = _two.Sign(Order(), "secretary");

        Assert.Equal("new-1", OrderIntake.Check(envelope, _two.Book, [], Now)!.Id);
        var book = _two.Book.With([new StoredDocument(99, "new-1", envelope, Now)]);
        Assert.Null(OrderIntake.Check(envelope, book, [], Now));
    }

    [Theory]
    [InlineData("""{"targets":[]}""", "`targets` is empty: an order names whom or what it is against")]
    [InlineData("""{"targets":[{}]}""", "a target names nothing")]
    [InlineData("""{"targets":[{"affiliates":["x"],"model":"m"}]}""", "`affiliates` and no `vendor`")]
    [InlineData("""{"effective":"2026-08-01T00:00:00Z"}""", "`effective` is before `issued`: an order does not reach back")]
    [InlineData("""{"expires":"2026-08-31T00:00:00Z"}""", "`expires` is not after `effective`")]
    [InlineData("""{"issued":"2026-08-31"}""", "is not a time like 2026-03-06T00:00:00Z")]
    [InlineData("""{"issued":"2026-08-31T00:00:00+02:00"}""", "is not a time like")]
    [InlineData("""{"action":"annoy"}""", "`$.action`")]
    [InlineData("""{"action":3}""", "`$.action`")]
    [InlineData("""{"legalBasis":[]}""", "`legalBasis` is empty")]
    [InlineData("""{"legalBasis":null}""", "`$.legalBasis`")]
    [InlineData("""{"id":"a b"}""", "`id` is 1 to 64 letters")]
    [InlineData("""{"title":"two\nlines"}""", "`title` has line breaks")]
    [InlineData("""{"format":"concordat-order/2"}""", "`format` is not `concordat-order/1`")]
    [InlineData("""{"surprise":1}""", "surprise")]
    [InlineData("""{"completeBy":"2027-01-01T00:00:00Z"}""", "completeBy")]
    [InlineData("""{"targets":[{"vendor":"v","namesSomething":true}]}""", "namesSomething")]
    [InlineData("""{"milestones":[{"stage":"complete","due":"2026-12-01T00:00:00Z"},{"stage":"begin","due":"2026-12-02T00:00:00Z"}]}""", "`milestones[1]` is out of order")]
    [InlineData("""{"milestones":[{"stage":"begin","due":"2026-08-01T00:00:00Z"}]}""", "due before the order is effective")]
    [InlineData("""{"action":"suspend","milestones":[{"stage":"begin","due":"2026-12-01T00:00:00Z"}]}""", "only a removal or a termination has milestones")]
    [InlineData("""{"phaseOutUses":["a"]}""", "`phaseOutUses` needs milestones")]
    [InlineData("""{"scope":{"useCases":["a"]},"exemptions":[{"useCase":"b","reason":"r","mitigation":"m","expires":"2027-01-01T00:00:00Z"}]}""", "exempts `b`, which its scope does not cover")]
    [InlineData("""{"exemptions":[{"useCase":"b","reason":"r","mitigation":"","expires":"2027-01-01T00:00:00Z"}]}""", "`exemptions.mitigation` is empty")]
    [InlineData("""{"supersedes":"new-1"}""", "`supersedes` names the order itself")]
    public void A_malformed_order_is_refused_before_anyone_signs_it(string change, string because)
    {
        var fault = Assert.Throws<OrderException>(() => _two.Sign(Order(change), "secretary"));

        Assert.Contains(because, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"kind":"stay"}""", "a court's decision needs `court` and `docket`")]
    [InlineData("""{"kind":"waive"}""", "a waiver needs `useCases`, `until` and `mitigation`")]
    [InlineData("""{"kind":"lift","until":"2027-01-01T00:00:00Z"}""", "a lift and a vacatur are for good")]
    [InlineData("""{"kind":"report"}""", "names its `stage`")]
    [InlineData("""{"useCases":["a"]}""", "`useCases` belongs to a waiver alone")]
    [InlineData("""{"until":"2026-01-01T00:00:00Z"}""", "`until` is not after `from`")]
    public void A_malformed_notice_is_refused_before_anyone_signs_it(string change, string because)
    {
        var fault = Assert.Throws<OrderException>(() => _two.Sign(Notice(change), "secretary"));

        Assert.Contains(because, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_signed_as_it_should_be_is_refused()
    {
        var unsigned = _two.Sign(Order());
        var byAnother = _two.Sign(Order(), "docket-clerk");
        var unknown = _two.Sign(Order("""{"issuer":"nobody"}"""), "secretary");
        var beyond = _two.Sign(Order("""{"issuer":"docket-clerk"}"""), "docket-clerk");

        Refused(unsigned, "the envelope has no signatures");
        Refused(byAnother, "no signature on it is of that issuer's key");
        Refused(unknown, "whom `orders.issuers` in the configuration does not name");
        Refused(beyond, "`docket-clerk` may not sign `remove`: `orders.issuers` allows deny, enjoin, stay, vacate");
        Refused("{}"u8.ToArray(), "this is not a signed document");
        Refused(new byte[OrderReader.MaxEnvelopeBytes + 1], "more than 262144");
    }

    [Fact]
    public void A_payload_changed_after_signing_is_refused()
    {
        var envelope = DsseEnvelope.Parse(_two.Sign(Order(), "secretary"));
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(envelope.Payload).Replace("Example AI", "Another AI", StringComparison.Ordinal));
        var spaced = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(envelope.Payload).Replace("\"action\":", "\"action\": ", StringComparison.Ordinal));

        Refused((envelope with { Payload = changed }).ToJson(), "no signature on it");
        Refused((envelope with { Payload = spaced }).ToJson(), "is not canonical JSON");
        Refused((envelope with { PayloadType = OrderNotice.PayloadType }).ToJson(), "the notice cannot be read");
    }

    [Fact]
    public void An_order_of_an_id_that_is_taken_is_refused_unless_it_is_the_same()
    {
        Refused(_two.Sign(Order("""{"id":"dow-3252"}"""), "secretary"), "let it supersede the old");
    }

    [Fact]
    public void Only_the_side_that_issued_an_order_takes_it_back_or_replaces_it()
    {
        var other = _stop.Sign(Notice("""{"issuer":"general-counsel","order":"stop-1","kind":"lift"}"""), "general-counsel");
        var fault = Assert.Throws<OrderException>(() => OrderIntake.Check(other, _stop.Book, [], Now));
        Assert.Contains("only that side can lift it", fault.Message, StringComparison.Ordinal);

        var replaced = _stop.Sign(Order("""{"issuer":"general-counsel","action":"suspend","effective":"2026-08-31T00:00:00Z","supersedes":"stop-1"}"""), "general-counsel");
        fault = Assert.Throws<OrderException>(() => OrderIntake.Check(replaced, _stop.Book, [], Now));
        Assert.Contains("only that side can replace it", fault.Message, StringComparison.Ordinal);

        Refused(_two.Sign(Order("""{"supersedes":"never"}"""), "secretary"), "there is no such order");
        Refused(_two.Sign(Order("""{"supersedes":"nd-cal-135"}"""), "secretary"), "there is no such order");
        Refused(_two.Sign(Notice("""{"order":"never"}"""), "secretary"), "apply the order first");
    }

    [Fact]
    public void A_party_does_not_confirm_its_own_stop_nor_one_that_has_lapsed()
    {
        var own = _stop.Sign(Notice("""{"issuer":"policy-lead","order":"stop-2","kind":"confirm","from":"2026-09-01T00:00:00Z"}"""), "policy-lead");
        var late = _stop.Sign(Notice("""{"issuer":"general-counsel","order":"stop-1","kind":"confirm","issued":"2026-06-03T00:00:00Z","from":"2026-06-04T00:00:00Z"}"""), "general-counsel");

        Assert.Contains("needs the confirmation of another party", Assert.Throws<OrderException>(() => OrderIntake.Check(own, _stop.Book, [], Now)).Message, StringComparison.Ordinal);
        Assert.Contains("had lapsed by then", Assert.Throws<OrderException>(() => OrderIntake.Check(late, _stop.Book, [], Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspension_that_both_parties_signed_holds_at_once_and_for_good()
    {
        var both = _stop.Sign(Order("""{"id":"stop-3","issuer":"policy-lead","action":"suspend","targets":[{"useCase":"other"}]}"""), "policy-lead", "general-counsel");
        var taken = OrderIntake.Check(both, _stop.Book, [], Now)!;
        var book = _stop.Book.With([new StoredDocument(9, taken.Id, both, Now)]);

        Assert.Equal("in force: suspended by all parties together", book.At(taken.Order!, Now.AddYears(1)).Because);
    }

    [Fact]
    public void A_revoked_key_signs_no_further_order()
    {
        var stolen = new RevokedSigner(_two.Terms.Find("secretary")!.Key.KeyId, Now, 7, []);
        var fault = Assert.Throws<OrderException>(() => OrderIntake.Check(_two.Sign(Order(), "secretary"), _two.Book, [stolen], Now));

        Assert.Contains("a key of `secretary` that was revoked", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_from_the_future_or_one_that_is_over_is_refused()
    {
        Refused(_two.Sign(Order("""{"issued":"2026-09-01T00:06:00Z","effective":"2026-10-01T00:00:00Z"}"""), "secretary"), "`issued` is in the future");
        Refused(_two.Sign(Order("""{"issued":"2026-08-01T00:00:00Z","effective":"2026-08-01T00:00:00Z","expires":"2026-08-30T00:00:00Z"}"""), "secretary"), "expired before it came");
    }

    [Fact]
    public void A_row_that_nobody_signed_or_that_lies_about_its_id_gives_no_book()
    {
        var good = _two.Sign(Order(), "secretary");

        Assert.Throws<OrderException>(() => OrderBook.Of(_two.Terms, [new StoredDocument(1, "new-1", _two.Sign(Order()), Now)]));
        Assert.Throws<OrderException>(() => OrderBook.Of(_two.Terms, [new StoredDocument(1, "new-2", good, Now)]));
        Assert.Throws<OrderException>(() => OrderBook.Of(_two.Terms, [new StoredDocument(1, "new-1", good, Now), new StoredDocument(2, "new-1", good, Now)]));
    }

    private void Refused(byte[] envelope, string because) =>
        Assert.Contains(because, Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, _two.Book, [], Now)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("stay", "docket-clerk")]
    [InlineData("enjoin", "docket-clerk")]
    [InlineData("vacate", "docket-clerk")]
    public void A_court_s_decision_does_not_reach_back_further_than_an_order(string kind, string clerk)
    {
        string Dated(string from) => Notice($$"""{"kind":"{{kind}}","issuer":"{{clerk}}","court":"N.D. Cal.","docket":"1","from":"{{from}}"}""");

        Refused(_two.Sign(Dated("2026-08-24T23:59:59Z"), clerk), "would hold since more than 7 days before it came");
        Refused(_two.Sign(Dated("2020-01-01T00:00:00Z"), clerk), "would hold since more than 7 days before it came");
        Assert.NotNull(OrderIntake.Check(_two.Sign(Dated("2026-08-25T00:00:00Z"), clerk), _two.Book, [], Now));

        // Nor by way of the store, where a row says that it came long ago.
        var old = new StoredDocument(99, "notice-1", _two.Sign(Dated("2026-01-01T00:00:00Z"), clerk), new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.Contains(
            "would hold since more than 7 days", Assert.Throws<OrderException>(() => OrderIntake.Take([old], _two.Book, [], Now.AddDays(-1), Now)).Message, StringComparison.Ordinal);
    }

    private static string Order(string change = "{}") => Changed(
        """
        {
          "format": "concordat-order/1", "id": "new-1", "title": "A new order", "issuer": "secretary", "official": "The Secretary", "legalBasis": [{ "cite": "41 U.S.C. 4713" }],
          "action": "remove", "targets": [{ "vendor": "Example AI" }], "issued": "2026-08-31T00:00:00Z", "effective": "2026-09-01T00:00:00Z"
        }
        """,
        change);

    private static string Notice(string change) => Changed(
        """
        {
          "format": "concordat-order-notice/1", "id": "notice-1", "order": "dow-4713", "kind": "lift", "issuer": "secretary", "reason": "a reason",
          "issued": "2026-08-31T00:00:00Z", "from": "2026-09-01T00:00:00Z"
        }
        """,
        change);

    private static string Changed(string json, string change)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            document[name] = value?.DeepClone();
        }

        return document.ToJsonString();
    }
}
