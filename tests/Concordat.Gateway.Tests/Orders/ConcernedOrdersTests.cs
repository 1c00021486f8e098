using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Gateway.Tests.Kit;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Tests.Orders;

/// <summary>Which orders concern a use case is remembered, and never wrongly.</summary>
public sealed class ConcernedOrdersTests : IDisposable
{
    private readonly TestIssuers _cio = TestIssuers.Department();
    private readonly ConcernedOrders _concerned = new();
    private readonly ConcordatConfig _config;

    public ConcernedOrdersTests() => _config = _cio.Configure(TestConfig.Default("unused"));

    public void Dispose() => _cio.Dispose();

    [Fact]
    public void An_order_that_comes_is_found_and_one_about_others_is_not()
    {
        var book = OrderBook.Empty(OrderSubjects.Terms(_config, SignedBaseAgreement.Agreement));
        Assert.Empty(_concerned.Of(_config, book, "maintenance"));

        book = With(book, "out", """{"vendor":"concordat"}""");
        Assert.Equal(["out"], Ids(book));
        book = With(With(book, "others", """{"vendor":"somebody else"}"""), "here", """{"useCase":"maintenance"}""");

        Assert.Equal(["out", "here"], Ids(book));
        Assert.Equal(["out", "here"], Ids(book));
        Assert.Empty(_concerned.Of(_config, book, "unknown"));
    }

    [Fact]
    public void Another_configuration_or_another_book_is_looked_through_anew()
    {
        var empty = OrderBook.Empty(OrderSubjects.Terms(_config, SignedBaseAgreement.Agreement));
        var book = With(empty, "others", """{"vendor":"somebody else"}""");
        Assert.Empty(Ids(book));

        var moved = _config with { Deployments = [_config.Deployments[0] with { Vendor = "somebody else" }] };
        Assert.Equal(["others"], _concerned.Of(moved, book, "maintenance").Select(static each => each.Id));
        Assert.Empty(Ids(book));
        Assert.Equal(["out"], Ids(With(empty, "out", """{"vendor":"concordat"}"""))); // no longer than the one before, and another
    }

    private IEnumerable<string> Ids(OrderBook book) => _concerned.Of(_config, book, "maintenance").Select(static each => each.Id);

    private OrderBook With(OrderBook book, string id, string target) =>
        book.With([new StoredDocument(book.Documents.Length + 1, id, _cio.Order(id, target), TimeProvider.System.GetUtcNow())]);
}
