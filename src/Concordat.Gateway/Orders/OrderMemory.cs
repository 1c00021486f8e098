using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Gateway.Configuration;
using Concordat.Oversight.Documents;
using Concordat.Oversight.Orders;

namespace Concordat.Gateway.Orders;

/// <summary>
/// Remembers, in the store, how each deployment and tool server was registered that an order names, so that none leaves the order by another registration. Used in the
/// turn of the watch of orders.
/// </summary>
/// <remarks>Nothing is forgotten, and nothing counts any more once its orders are over.</remarks>
internal sealed class OrderMemory(IDocumentStore store)
{
    /// <summary>Most registrations that are remembered: with more, none is taken that would have to be.</summary>
    private const long Most = 20_000;

    private ImmutableArray<RegisteredPlace> _places = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private long _read;

    /// <summary>Refuses a configuration under which a deployment or tool server would leave an order that is not over.</summary>
    /// <exception cref="InvalidOperationException">Which one, which order, and what changed.</exception>
    public async ValueTask CheckAsync(OrderBook book, ConcordatConfig config, DateTimeOffset now, CancellationToken cancellation)
    {
        await ReadAsync(cancellation).ConfigureAwait(false);
        if (_places.IsEmpty)
        {
            return;
        }

        var orders = Alive(book.Documents, book, now);
        foreach (var deployment in OrderSubjects.Places(config))
        {
            var place = RegisteredPlace.Of(deployment);
            var uses = config.UseCases.Where(useCase => OrderSubjects.Reaches(config, useCase, deployment)).ToList();
            var isBeside = _places.Any(former => HasName(former, place) && former.Address == place.Address);
            foreach (var former in _places.Where(former => former != place && (HasName(former, place) || (!isBeside && former.Address is { } address && address == place.Address))))
            {
                var was = former.AsDeployment();
                foreach (var useCase in uses)
                {
                    var (subject, before) = (OrderSubjects.Of(config, useCase, deployment), OrderSubjects.Of(config, useCase, was));
                    if (orders.Find(order => order.Covers(before) && !order.Covers(subject)) is { } left)
                    {
                        throw Leaves(left, former, place);
                    }
                }
            }
        }
    }

    /// <summary>Remembers what these documents name and are not over; durable on return.</summary>
    /// <exception cref="InvalidOperationException">There is no room for more.</exception>
    public async ValueTask NoteAsync(IEnumerable<OrderDocument> documents, OrderBook book, ConcordatConfig config, DateTimeOffset now, CancellationToken cancellation)
    {
        var orders = Alive(documents, book, now);
        if (orders.Count == 0)
        {
            return;
        }

        var places = OrderSubjects.Places(config).Select(static deployment => (Place: RegisteredPlace.Of(deployment), Deployment: deployment)).ToList();
        var named = places.Where(each => config.UseCases.Any(
            useCase => OrderSubjects.Reaches(config, useCase, each.Deployment) && OrderSubjects.Of(config, useCase, each.Deployment) is var subject && orders.Exists(order => order.Covers(subject))))
            .Select(static each => each.Place).ToList();

        // What stands at such an address already came there before the order: it is not the one that is named, under another id.
        var addresses = named.Select(static place => place.Address).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var place in named.Union(places.Select(static each => each.Place).Where(place => place.Address is { } address && addresses.Contains(address))))
        {
            await AddAsync(place, cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask AddAsync(RegisteredPlace place, CancellationToken cancellation)
    {
        var id = place.Id;
        if (_known.Contains(id))
        {
            return;
        }

        if (_known.Count >= Most)
        {
            throw new InvalidOperationException($"{Most} registrations are remembered for orders already, and there is no room for more; register `{place.Name}` as it was");
        }

        await store.AddAsync(id, place.ToJson(), cancellation).ConfigureAwait(false);
        _known.Add(id);
        _places = _places.Add(place);
    }

    private async ValueTask ReadAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var row in await store.ListAsync(_read, cancellation).ConfigureAwait(false))
            {
                if (row.Id.StartsWith(RegisteredPlace.Prefix, StringComparison.Ordinal) && _known.Add(row.Id))
                {
                    _places = _places.Add(RegisteredPlace.Parse(row.Envelope));
                }

                _read = row.Number;
            }
        }
        catch (JsonException fault)
        {
            throw new InvalidOperationException($"what the store remembers for orders cannot be read: {fault.Message}; restore it", fault);
        }
    }

    private static List<Order> Alive(IEnumerable<OrderDocument> documents, OrderBook book, DateTimeOffset now) =>
        [.. documents.Select(static document => document.Order).OfType<Order>().Where(order => !book.IsOver(order, now))];

    private static bool HasName(RegisteredPlace former, RegisteredPlace place) => former.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase);

    private static InvalidOperationException Leaves(Order order, RegisteredPlace former, RegisteredPlace place) => new(
        $"`{place.Name}` would leave the order `{order.Id}` by another registration: {(former.Name == place.Name ? "it" : $"it has the address of `{former.Name}`, which")} was {former.ChangesTo(place) switch { "" => "registered otherwise", var changes => $"changed, {changes}" }}; "
        + $"register it as it was until the order is over, and what is truly another under an id and an address of its own");
}
