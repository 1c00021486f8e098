using System.CommandLine;
using Concordat.Gateway.Configuration;
using Concordat.Gateway.Orders;
using Concordat.Oversight;
using Concordat.Oversight.Orders;

namespace Concordat.Commands;

/// <summary>The orders of an installation, read from its store and verified again.</summary>
internal sealed record OrderBookFile(Installation Installation, OrderBook Book)
{
    public static Option<string?> AsOf() => new("--as-of") { Description = "Judge by this moment (UTC) and not by now.", HelpName = "TIME" };

    /// <exception cref="CommandException">The configuration is wrong, or a stored document is not valid.</exception>
    public static async Task<OrderBookFile> LoadAsync(string configuration, CommandServices services, CancellationToken cancellationToken)
    {
        var installation = Installation.Load(configuration, services);
        await using var stores = await installation.OpenStoresAsync(services, cancellationToken);
        return new OrderBookFile(installation, await LoadAsync(installation, stores, services, cancellationToken));
    }

    public static Task<OrderBook> LoadAsync(Installation installation, OversightStores stores, CommandServices services, CancellationToken cancellationToken) =>
        LoadAsync(installation.Config, stores, services.Time.GetUtcNow(), cancellationToken);

    /// <exception cref="CommandException">The agreement cannot be used, or a stored document is not valid.</exception>
    public static async Task<OrderBook> LoadAsync(ConcordatConfig config, OversightStores stores, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var agreement = ReplayAgreements.LoadSigned(config.Agreement, TrustedParties.Of(config), now);
        try
        {
            return OrderBook.Of(OrderSubjects.Terms(config, agreement), await stores.Orders.ListAsync(0, cancellationToken))
                .Knowing(OrderUses.None.With(await stores.OrderMemory.ListAsync(0, cancellationToken)));
        }
        catch (OrderException fault)
        {
            throw new CommandException($"concordat: the orders in the store cannot be used: {fault.Message}") { Code = ExitCode.CheckFailed };
        }
    }

    /// <summary>The moment that was asked about.</summary>
    public static DateTimeOffset Moment(string? asOf, CommandServices services) =>
        asOf is null ? services.Time.GetUtcNow() : LedgerSince.Time("--as-of", asOf);

    /// <exception cref="CommandException">There is no such order.</exception>
    public OrderDocument Find(string id) => Book.Find(id) switch
    {
        { Order: not null } document => document,
        { Notice: { } notice } => throw new CommandException($"concordat: `{id}` is a notice about the order `{notice.Order}`; ask for that"),
        _ when Book.Documents.IsEmpty => throw new CommandException($"concordat: there is no order `{id}`: none was taken here yet; apply one with `concordat order apply FILE`, before the first start too"),
        _ => throw new CommandException($"concordat: there is no order `{id}`; `concordat order list` shows them"),
    };
}
