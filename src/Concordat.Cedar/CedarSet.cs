using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>An immutable set of values. A set of texts keeps the caller's set as it is and costs one object.</summary>
public sealed class CedarSet : IEquatable<CedarSet>, IReadOnlyCollection<CedarValue>
{
    private const int LinearLimit = 8;

    private readonly IReadOnlySet<string>? _strings;
    private readonly CedarValue[]? _items;
    private readonly HashSet<CedarValue>? _lookup;

    private CedarSet(IReadOnlySet<string> strings) => _strings = strings;

    private CedarSet(CedarValue[] items, HashSet<CedarValue>? lookup)
    {
        _items = items;
        _lookup = lookup;
    }

    /// <summary>The set without elements.</summary>
    public static CedarSet Empty { get; } = new([], null);

    /// <summary>How many different values are in it.</summary>
    public int Count => _strings?.Count ?? _items!.Length;

    /// <summary>A set of texts; the given set is kept, must compare ordinally and must not change afterwards.</summary>
    public static CedarSet OfStrings(IReadOnlySet<string> strings) => new(strings);

    /// <summary>A set of texts.</summary>
    public static CedarSet OfStrings(IEnumerable<string> strings) => Of(strings.Select(CedarValue.FromString));

    /// <summary>A set of values; doubles are dropped.</summary>
    public static CedarSet Of(IEnumerable<CedarValue> values) => Of(values.ToArray());

    /// <summary>A set of values; doubles are dropped.</summary>
    public static CedarSet Of(params ReadOnlySpan<CedarValue> values)
    {
        if (values.IsEmpty)
        {
            return Empty;
        }

        var kept = new CedarValue[values.Length];
        var count = 0;
        var lookup = values.Length > LinearLimit ? new HashSet<CedarValue>(values.Length) : null;
        foreach (var value in values)
        {
            var isNew = lookup is null ? !kept.AsSpan(0, count).Contains(value) : lookup.Add(value);
            if (isNew)
            {
                kept[count++] = value;
            }
        }

        return new CedarSet(count == kept.Length ? kept : kept[..count], lookup);
    }

    /// <summary>Whether the value is in the set.</summary>
    public bool Contains(CedarValue value)
    {
        if (_strings is not null)
        {
            return value.Reference is string text && _strings.Contains(text);
        }

        return _lookup is null ? _items.AsSpan().Contains(value) : _lookup.Contains(value);
    }

    /// <summary>Whether every value of <paramref name="other"/> is in this set.</summary>
    public bool ContainsAll(CedarSet other)
    {
        if (other._items is not null)
        {
            foreach (var value in other._items)
            {
                if (!Contains(value))
                {
                    return false;
                }
            }

            return true;
        }

        return other.Count <= Count && other.AllStringsIn(this);
    }

    /// <summary>Whether some value of <paramref name="other"/> is in this set.</summary>
    public bool ContainsAny(CedarSet other)
    {
        // Walk the side whose elements are an array: walking a foreign set may allocate an enumerator.
        var (walked, asked) = other._items is not null ? (other._items, this) : (_items, other);
        if (walked is not null)
        {
            foreach (var value in walked)
            {
                if (asked.Contains(value))
                {
                    return true;
                }
            }

            return false;
        }

        return _strings!.Overlaps(other._strings!);
    }

    /// <inheritdoc/>
    public bool Equals(CedarSet? other) =>
        ReferenceEquals(this, other) || (other is not null && other.Count == Count && ContainsAll(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CedarSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = Count;
        foreach (var value in this)
        {
            hash = unchecked(hash + value.GetHashCode());
        }

        return hash;
    }

    /// <inheritdoc/>
    public IEnumerator<CedarValue> GetEnumerator() =>
        (_items ?? _strings!.Select(CedarValue.FromString)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Cedar source form, elements in a fixed order.</summary>
    public override string ToString() =>
        "[" + string.Join(", ", this.Select(value => value.ToString()).Order(StringComparer.Ordinal)) + "]";

    /// <summary>The elements as an array, for walking without an enumerator.</summary>
    internal ReadOnlySpan<CedarValue> Items => _items ?? this.ToImmutableArray().AsSpan();

    private bool AllStringsIn(CedarSet container)
    {
        if (_strings is FrozenSet<string> frozen)
        {
            foreach (var text in frozen.Items)
            {
                if (!container.Contains(CedarValue.FromString(text)))
                {
                    return false;
                }
            }

            return true;
        }

        foreach (var text in _strings!)
        {
            if (!container.Contains(CedarValue.FromString(text)))
            {
                return false;
            }
        }

        return true;
    }
}
