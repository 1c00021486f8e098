using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Oversight.Tests.Orders;

/// <summary>What real orders meant, date by date.</summary>
public sealed class OrderScenarioTests
{
    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "cases", "orders"), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_date_has_its_state(string name)
    {
        using var scenario = new OrderScenario(name);

        Assert.NotEmpty(scenario.Expected);
        Assert.Equal(
            scenario.Expected.Select(each => $"{each.Date:u} {each.Subject}: {each.Standing} {each.Governing}"),
            scenario.Expected.Select(each =>
            {
                var ruling = scenario.Book.For(scenario.Subject(each.Subject), each.Date);
                return $"{each.Date:u} {each.Subject}: {ruling.Standing.ToFact()} {ruling.Governing}";
            }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_gets_around_it_is_not_taken(string name)
    {
        using var scenario = new OrderScenario(name);
        foreach (var (envelope, came, because) in scenario.Refused)
        {
            var fault = Assert.Throws<OrderException>(() => OrderIntake.Check(envelope, scenario.Book, [], came));
            Assert.Contains(because, fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_changes_but_at_the_announced_moments(string name)
    {
        using var scenario = new OrderScenario(name);
        foreach (var (date, subject, _, _) in scenario.Expected)
        {
            var until = scenario.Book.AsOf(date).Changes ?? date.AddYears(10);
            var now = scenario.Book.For(scenario.Subject(subject), date);

            Assert.True(until > date);
            Assert.Equal(now, scenario.Book.For(scenario.Subject(subject), date + ((until - date) / 2)));
            Assert.Equal(now, scenario.Book.For(scenario.Subject(subject), until.AddTicks(-1)));
        }
    }

    [Fact]
    public void Of_several_orders_each_is_judged_by_itself_and_says_why()
    {
        using var scenario = new OrderScenario("two-authorities-2026.json");
        var date = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
        var stayed = scenario.Book.At(scenario.Book.Find("dow-3252")!.Order!, date);
        var holds = scenario.Book.At(scenario.Book.Find("dow-4713")!.Order!, date);

        Assert.False(stayed.InForce);
        Assert.Equal("stayed by N.D. Cal., 3:26-cv-01996, since 2026-03-26", stayed.Because);
        Assert.True(holds.InForce);
        Assert.Equal("in force: being phased out, complete by 2026-09-02", holds.Because);
        Assert.Contains("a stay was denied by D.C. Cir., 26-1049, on 2026-04-08", holds.Steps);
        Assert.Equal("exempted until 2026-12-31", scenario.Book.For(holds.Order, scenario.Subject("watch"), date).Because);
    }

    [Theory]
    [InlineData("deny", null, "stop-use")]
    [InlineData("stay", "2026-05-01T00:00:00Z", "stop-use")]
    [InlineData("enjoin", "2026-07-01T00:00:00Z", "restriction")] // the other order's
    public void Of_two_decisions_of_one_moment_the_strictest_counts_whichever_came_first(string second, string? until, string standing)
    {
        using var scenario = new OrderScenario("two-authorities-2026.json");
        var (stay, other) = (Decision("tie-1", "stay", null), Decision("tie-2", second, until));
        foreach (var rows in new[] { new[] { stay, other }, [other, stay] })
        {
            var book = scenario.Book.With(rows.Select((row, i) => new StoredDocument(scenario.Book.Documents.Length + i + 1, row.Id, row.Envelope, default)));
            Assert.Equal(standing, book.For(scenario.Subject("staff"), new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero)).Standing.ToFact());
        }

        (string Id, byte[] Envelope) Decision(string id, string kind, string? end) => (id, scenario.Sign(
            $$"""
            {
              "format": "concordat-order-notice/1", "id": "{{id}}", "order": "dow-3252", "kind": "{{kind}}", "issuer": "docket-clerk", "reason": "decided", "court": "N.D. Cal.", "docket": "3:26-cv-01996",
              "issued": "2026-04-20T00:00:00Z", "from": "2026-04-20T00:00:00Z"{{(end is null ? "" : $", \"until\": \"{end}\"")}}
            }
            """,
            "docket-clerk"));
    }

    [Fact]
    public void However_many_orders_name_a_vendor_a_use_of_it_is_judged_by_looking_at_one()
    {
        using var scenario = new OrderScenario("injunction-and-vacatur.json");
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var book = OrderBook.Empty(scenario.Terms);
        foreach (var number in Enumerable.Range(1, 300))
        {
            book = book.With([OrderIntake.Check(scenario.Sign($$"""
                {
                  "format": "concordat-order/1", "id": "out-{{number}}", "title": "Leave", "issuer": "secretary", "official": "The Secretary", "legalBasis": [{ "cite": "D{{number}}" }],
                  "action": "remove", "targets": [{ "vendor": "Example Vendor" }], "issued": "2026-11-01T00:00:00Z", "effective": "2026-11-01T00:00:00Z"
                }
                """, "secretary"), book, [], now)!]);
        }

        var orders = book.AsOf(now);
        var ruling = orders.For(scenario.Subject("use"), out var looks);
        var other = orders.For(scenario.Subject("use") with { Vendor = "Another" }, out var looksAtOther);

        Assert.Equal((OrderStanding.StopUse, "out-1", 1), (ruling.Standing, ruling.Governing, looks));
        Assert.Equal((OrderStanding.None, 300), (other.Standing, looksAtOther));
    }

    [Fact]
    public void The_order_in_which_documents_come_changes_neither_state_nor_hash()
    {
        using var scenario = new OrderScenario("two-authorities-2026.json");
        var turned = OrderBook.Of(
            scenario.Terms, scenario.Book.Documents.Reverse().Select((document, i) => new StoredDocument(i + 1, document.Id, document.Envelope.ToJson(), default)));

        Assert.Equal(scenario.Book.Hash, turned.Hash);
        foreach (var (date, subject, standing, _) in scenario.Expected)
        {
            Assert.Equal(standing, turned.For(scenario.Subject(subject), date).Standing.ToFact());
        }
    }
}
