using System.Globalization;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;
using Concordat.Oversight.Signers;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>A node whose ledger names no orders yet cannot know when rows of the store were taken: what it believes of them, and what not.</summary>
public sealed class UnprovenTimeTests : IDisposable
{
    private const string Department = "general-counsel";
    private const string Vendor = "policy-lead";
    private static readonly DateTimeOffset Now = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Long = Now.AddDays(-60);
    private readonly OrderScenario _orders = new("emergency-suspension.json");

    public void Dispose() => _orders.Dispose();

    [Fact]
    public void What_restricts_is_taken_as_the_store_has_it_however_old()
    {
        var book = Take([Row(1, "alone", Stop("alone", Long, [Vendor]), Long), Row(2, "yes", Notice("yes", "alone", "confirm", Long.AddDays(1), [Department]), Long.AddDays(1))], []);

        Assert.True(book.At(book.Find("alone")!.Order!, Now).InForce);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_lift_that_says_it_came_before_its_key_was_stolen_is_not_believed_where_nothing_proves_it(bool proven)
    {
        var revoked = new RevokedSigner(_orders.KeyOf(Vendor).KeyId, Now.AddDays(-30), 1, []);
        StoredDocument[] rows =
        [
            Row(1, "alone", Stop("alone", Long, [Vendor]), Long),
            Row(2, "back", Notice("back", "alone", "lift", Long.AddHours(1), [Vendor]), Long.AddHours(1)),
        ];

        if (proven)
        {
            Assert.Equal(2, OrderIntake.Take(rows, Empty, [revoked], Long, Now).Documents.Length);
        }
        else
        {
            Assert.Contains("`back` is signed with a key of `policy-lead` that was revoked", Assert.Throws<OrderException>(() => Take(rows, [revoked])).Message, StringComparison.Ordinal);
            Assert.Single(Take(rows[..1], [revoked]).Documents); // the stop itself stays: it only restricts
        }
    }

    [Fact]
    public void A_lift_put_before_the_confirmation_makes_the_store_unusable_and_ends_nothing()
    {
        // What one party stopped and the other confirmed is joint; the row that would end it says it came first.
        StoredDocument[] rows =
        [
            Row(1, "alone", Stop("alone", Long, [Vendor]), Long),
            Row(2, "yes", Notice("yes", "alone", "confirm", Long.AddDays(1), [Department]), Long.AddDays(1)),
            Row(3, "back", Notice("back", "alone", "lift", Long.AddHours(1), [Vendor]), Long.AddHours(1)),
        ];

        Assert.Contains("signatures of all of them", Assert.Throws<OrderException>(() => Take(rows, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_row_is_older_than_its_signature()
    {
        // Signed with a stolen key after it was revoked, in a row that says it was taken before.
        var revoked = new RevokedSigner(_orders.KeyOf(Vendor).KeyId, Now.AddDays(-30), 1, []);
        var late = Stop("late", Now.AddDays(-1), [Vendor]);

        Assert.Contains("that was revoked", Assert.Throws<OrderException>(() => Take([Row(1, "late", late, Long)], [revoked])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lift_long_ago_by_somebody_who_may_still_sign_is_taken()
    {
        var book = Take([Row(1, "alone", Stop("alone", Long, [Vendor]), Long), Row(2, "back", Notice("back", "alone", "lift", Long.AddHours(1), [Vendor]), Long.AddHours(1))], []);

        Assert.Equal(2, book.Documents.Length);
    }

    private OrderBook Empty => OrderBook.Empty(_orders.Terms);

    private OrderBook Take(IEnumerable<StoredDocument> rows, IReadOnlyList<RevokedSigner> revoked) => OrderIntake.Take(rows, Empty, revoked, since: null, Now);

    private static StoredDocument Row(long number, string id, byte[] envelope, DateTimeOffset taken) => new(number, id, envelope, taken);

    private byte[] Stop(string id, DateTimeOffset issued, string[] signers) => _orders.Sign(
        $$"""
        {
          "format": "concordat-order/1", "id": "{{id}}", "title": "A stop", "issuer": "{{signers[0]}}", "official": "Counsel", "legalBasis": [{ "cite": "Agreement, Article 9" }],
          "action": "suspend", "targets": [{ "useCase": "elsewhere" }], "issued": "{{Time(issued)}}", "effective": "{{Time(issued)}}"
        }
        """,
        signers);

    private byte[] Notice(string id, string order, string kind, DateTimeOffset issued, string[] signers) => _orders.Sign(
        $$"""
        { "format": "concordat-order-notice/1", "id": "{{id}}", "order": "{{order}}", "kind": "{{kind}}", "issuer": "{{signers[0]}}", "reason": "a reason", "issued": "{{Time(issued)}}", "from": "{{Time(issued)}}" }
        """,
        signers);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
