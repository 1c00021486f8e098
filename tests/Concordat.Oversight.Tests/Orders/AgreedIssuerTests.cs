using System.Collections.Frozen;
using System.Globalization;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>Whoever runs a gateway cannot make somebody speak for a party by configuring them: every act in which that would count.</summary>
public sealed class AgreedIssuerTests : IDisposable
{
    private const string Department = "general-counsel";
    private const string Vendor = "policy-lead";
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly OrderScenario _orders = new("emergency-suspension.json");

    public void Dispose() => _orders.Dispose();

    [Fact]
    public void Nobody_suspends_or_confirms_whom_the_configuration_alone_names()
    {
        var configured = Configured(OrderBook.Empty(_orders.Terms), Vendor);
        Refused(Order("alone", "suspend", [Vendor]), configured, "speaks for no party under the agreement");
        Refused(Order("both", "suspend", [Department, Vendor]), configured, "`policy-lead`, who speaks for no party under the agreement");

        var stopped = Configured(Taken(OrderBook.Empty(_orders.Terms), Order("stop", "suspend", [Vendor])), Department);
        Refused(Notice("yes", "stop", "confirm", [Department]), stopped, "is a confirmation signed by `general-counsel`, who speaks for no party");
    }

    [Theory]
    [InlineData("lift")]
    [InlineData("waive")]
    [InlineData("supersede")]
    public void Nobody_joins_in_ending_what_both_suspended_whom_the_configuration_alone_names(string how)
    {
        var book = Also(Taken(OrderBook.Empty(_orders.Terms), Order("both", "suspend", [Department, Vendor])), "vendor", "suspend", "lift", "waive", "restrict");

        var document = how == "supersede" ? Order("next", "restrict", [Department, "stop-desk"], ""","supersedes":"both" """) : Notice("end", "both", how, [Department, "stop-desk"]);

        Refused(document, book, "signatures of all of them");
    }

    [Theory]
    [InlineData("lift", "only that side can lift it")]
    [InlineData("waive", "only that side can waive it")]
    [InlineData("stay", "whom the agreement does not name")]
    [InlineData("enjoin", "whom the agreement does not name")]
    [InlineData("vacate", "whom the agreement does not name")]
    [InlineData("supersede", "only that side can replace it")]
    public void A_stop_of_a_party_is_ended_by_nobody_whom_the_configuration_alone_names(string how, string because)
    {
        var book = Also(Taken(OrderBook.Empty(_orders.Terms), Order("stop", "suspend", [Vendor])), "vendor", "lift", "waive", "stay", "enjoin", "vacate", "restrict");

        Refused(how == "supersede" ? Order("next", "restrict", ["stop-desk"], ""","supersedes":"stop" """) : Notice("end", "stop", how, ["stop-desk"]), book, because);
    }

    [Fact]
    public void What_was_taken_before_stays_as_it_was_or_is_not_read()
    {
        var book = Taken(OrderBook.Empty(_orders.Terms), Order("both", "suspend", [Department, Vendor]));
        var rows = book.Documents.Select(static (document, at) => new StoredDocument(at + 1, document.Id, document.Envelope.ToJson(), Now)).ToList();

        // Read as the stop of one party it would lapse.
        var fault = Assert.Throws<OrderException>(() => OrderBook.Of(Configured(book, Vendor).Terms, rows));
        Assert.Contains("name them in `terms.orders.issuers`, or, where they no longer sign, configure them in `orders.issuers` with their party and without acts", fault.Message, StringComparison.Ordinal);

        var retired = book.Terms with { Issuers = [.. book.Terms.Issuers.Select(static issuer => issuer with { Acts = Set() })] };
        Assert.Equal("in force: suspended by all parties together", OrderBook.Of(retired, rows).At(book.Find("both")!.Order!, Now.AddYears(1)).Because);
    }

    [Fact]
    public void Who_may_not_lift_joins_in_no_waiver_and_no_order_that_ends_a_suspension()
    {
        var suspended = Taken(OrderBook.Empty(_orders.Terms), Order("both", "suspend", [Department, Vendor]));
        var book = Under(suspended, suspended.Terms with { Issuers = [.. suspended.Terms.Issuers.Select(static issuer => issuer.Id is Vendor ? issuer with { Acts = Set("respond") } : issuer)] });

        Refused(Notice("spare", "both", "waive", [Department, Vendor]), book, "who may neither `lift` nor `waive`");
        Refused(Order("next", "restrict", [Department, Vendor], ""","supersedes":"both" """), book, "who may neither `lift` nor `restrict`");
    }

    // The scenario's own issuers may do all that is tried here.
    private static OrderBook Taken(OrderBook book, byte[] envelope)
    {
        var able = Under(book, book.Terms with { Issuers = [.. book.Terms.Issuers.Select(static issuer => issuer with { Acts = Set([.. issuer.Acts, "restrict", "waive", "lift"]) })] });
        return able.With([OrderIntake.Check(envelope, able, [], Now)!]);
    }

    private static FrozenSet<string> Set(params string[] acts) => acts.ToFrozenSet(StringComparer.Ordinal);

    private static OrderBook Configured(OrderBook book, string id) =>
        Unchecked(book, book.Terms with { Issuers = [.. book.Terms.Issuers.Select(issuer => issuer.Id == id ? issuer with { IsAgreed = false } : issuer)] });

    // Somebody besides, with the key of an issuer of the scenario that is not used otherwise.
    private OrderBook Also(OrderBook book, string party, params string[] acts) => Under(book, book.Terms with
    {
        Issuers = [.. book.Terms.Issuers, new OrderIssuer("stop-desk", "Desk of the operator", party, _orders.NewKey("stop-desk"), Set(acts))],
    });

    private static OrderBook Under(OrderBook book, OrderTerms terms) =>
        OrderBook.Of(terms, book.Documents.Select(static (document, at) => new StoredDocument(at + 1, document.Id, document.Envelope.ToJson(), Now)));

    private static OrderBook Unchecked(OrderBook book, OrderTerms terms) => OrderBook.Empty(terms).With(book.Documents);

    private static void Refused(byte[] envelope, OrderBook book, string because) =>
        Assert.Contains(because, Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, book, [], Now)).Message, StringComparison.Ordinal);

    private byte[] Order(string id, string action, string[] signers, string more = "") => _orders.Sign(
        $$"""
        {
          "format": "concordat-order/1", "id": "{{id}}", "title": "An order", "issuer": "{{signers[0]}}", "official": "Counsel", "legalBasis": [{ "cite": "Agreement, Article 9" }],
          "action": "{{action}}", "targets": [{ "useCase": "elsewhere" }], "issued": "{{Time(Now)}}", "effective": "{{Time(Now)}}"{{more}}
        }
        """,
        signers);

    private byte[] Notice(string id, string order, string kind, string[] signers)
    {
        var more = kind switch
        {
            "waive" => $""","useCases":["elsewhere"],"mitigation":"watched","until":"{Time(Now.AddDays(9))}" """,
            "stay" or "enjoin" or "vacate" => ""","court":"D.D.C.","docket":"1:26" """,
            _ => "",
        };
        return _orders.Sign(
            $$"""
            {
              "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "{{kind}}", "issuer": "{{signers[0]}}", "reason": "a reason",
              "issued": "{{Time(Now)}}", "from": "{{Time(Now)}}"{{more}}
            }
            """,
            signers);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
