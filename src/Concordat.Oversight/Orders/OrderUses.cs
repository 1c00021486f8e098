using System.Collections.Immutable;
using System.Text.Json;
using Concordat.Oversight.Documents;

namespace Concordat.Oversight.Orders;

/// <summary>Which use cases have used what, and since when: an exclusion stops what begins after it. Immutable.</summary>
public sealed class OrderUses
{
    private readonly ImmutableDictionary<string, ImmutableDictionary<OrderSubject, DateTimeOffset>> _uses; // by use case

    private OrderUses(ImmutableDictionary<string, ImmutableDictionary<OrderSubject, DateTimeOffset>> uses) => _uses = uses;

    /// <summary>Where nothing was used yet.</summary>
    public static OrderUses None { get; } = new(ImmutableDictionary.Create<string, ImmutableDictionary<OrderSubject, DateTimeOffset>>(StringComparer.OrdinalIgnoreCase));

    /// <summary>Reads them from what the store remembers for orders.</summary>
    /// <exception cref="OrderException">A row cannot be read.</exception>
    public OrderUses With(IEnumerable<StoredDocument> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            return rows.Select(static row => FirstUse.Parse(row.Id, row.Envelope)).OfType<FirstUse>().Aggregate(this, static (uses, use) => uses.With(use));
        }
        catch (JsonException fault)
        {
            throw new OrderException($"what the store remembers of first uses cannot be read: {fault.Message}; restore it", fault);
        }
    }

    /// <summary>These and one more; of two of the same use the earlier counts.</summary>
    public OrderUses With(FirstUse use)
    {
        ArgumentNullException.ThrowIfNull(use);
        var known = _uses.GetValueOrDefault(use.Subject.UseCase, ImmutableDictionary<OrderSubject, DateTimeOffset>.Empty);
        return known.TryGetValue(use.Subject, out var first) && first <= use.First ? this : new OrderUses(_uses.SetItem(use.Subject.UseCase, known.SetItem(use.Subject, use.First)));
    }

    /// <summary>Whether the use case of a use was let through to what the same target names before the order took effect.</summary>
    public bool Began(Order order, OrderSubject subject)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(subject);
        return _uses.TryGetValue(subject.UseCase, out var known)
            && known.Any(use => use.Value < order.Effective && order.Targets.Any(target => target.Covers(subject) && target.Covers(use.Key)));
    }
}
