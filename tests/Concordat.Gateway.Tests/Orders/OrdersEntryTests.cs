using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Ledger;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>What an entry about orders has no room for, it says.</summary>
public sealed class OrdersEntryTests
{
    private const int Many = 700;

    [Fact]
    public async Task A_list_that_is_cut_says_how_many_there_are_and_is_not_taken_for_the_whole()
    {
        using var cio = new TestIssuers();
        var now = TimeProvider.System.GetUtcNow();
        var (book, all) = Book(cio, now);
        var added = book.Documents.Take(OrdersEntry.MostAdded).ToList();
        var bytes = OrdersEntry.Write(book, new OrdersInForce(book, now), added, "document", now);

        Assert.InRange(bytes.Length, 1, LedgerOptions.MaxEntryBytes);
        var orders = JsonNode.Parse(bytes)!["orders"]!;
        Assert.Equal((Many, Many), ((int)orders["in_force_count"]!, (int)orders["joint_count"]!));
        Assert.InRange(orders["joint"]!.AsArray().Count, 200, Many - 1);
        Assert.InRange(orders["in_force"]!.AsArray().Count, 200, Many - 1);

        await using var host = await GatewayHost.StartAsync();
        await host.Ledger.AppendAsync(bytes, TestContext.Current.CancellationToken);
        await host.Ledger.IntegrateAsync();
        var taken = TakenOrders.Newest(LedgerReader.Open(host.Ledger.Location, host.Ledger.VerifierKey), default, TestContext.Current.CancellationToken)!.Value.Taken;
        var (ids, isWhole, asOf) = taken.Joint!.Value;
        Assert.False(isWhole);
        Assert.True(ids.IsProperSubsetOf(all.ToFrozenSet(StringComparer.Ordinal)));

        // What is named must still be joint; of what is not, nothing is known.
        book.RequireJoint(ids, asOf, isWhole);
        var alone = OrderBook.Of(book.Terms, [Row(0, cio.Order(all[0], """{"vendor":"x"}""", action: "suspend"), all[0])]);
        Assert.Throws<OrderException>(() => alone.RequireJoint(ids, asOf, isWhole));
    }

    [Theory]
    [InlineData("""["a"]""", ",\"joint_count\":1", true)]
    [InlineData("""["a"]""", ",\"joint_count\":2", false)]
    [InlineData("""["a"]""", "", true)] // of an older version
    public async Task The_count_says_whether_a_list_is_whole(string joint, string count, bool isWhole)
    {
        await using var host = await GatewayHost.StartAsync();
        var entry = $$$"""{"orders":{"added":[],"book":"{{{new string('b', 64)}}}","count":2,"in_force":[],"joint":{{{joint}}}{{{count}}}},"reason":"standing","time":"2026-11-01T00:00:00.000000Z","type":"orders","v":1}""";
        await host.Ledger.AppendAsync(Encoding.UTF8.GetBytes(entry), TestContext.Current.CancellationToken);
        await host.Ledger.IntegrateAsync();

        var taken = TakenOrders.Newest(LedgerReader.Open(host.Ledger.Location, host.Ledger.VerifierKey), default, TestContext.Current.CancellationToken)!.Value.Taken;
        Assert.Equal(isWhole, taken.Joint!.Value.IsWhole);
    }

    private static (OrderBook Book, string[] Ids) Book(TestIssuers cio, DateTimeOffset now)
    {
        using var vendor = new TestIssuers();
        var terms = new OrderTerms(
            [
                .. new[] { ("cio", "department", cio), ("lead", "vendor", vendor) }.Select(each => new OrderIssuer(
                    each.Item1, each.Item1, each.Item2, Concordat.Signing.VerifyingKey.Load(each.Item3.File), FrozenSet.Create(StringComparer.Ordinal, "suspend")) { IsAgreed = true }),
            ],
            ["department", "vendor"], null, DateTimeOffset.UnixEpoch);
        string[] ids = [.. Enumerable.Range(0, Many).Select(static i => i.ToString("D64", CultureInfo.InvariantCulture))];
        return (OrderBook.Of(terms, ids.Select((id, i) => Row(i, cio.Order(id, """{"vendor":"x"}""", action: "suspend", with: vendor), id))), ids);
    }

    private static StoredDocument Row(int place, byte[] envelope, string id) => new(place + 1, id, envelope, TimeProvider.System.GetUtcNow());
}
