using System.Text;
using Concordat.Cedar.Json;
using Concordat.Cedar.Syntax;
using Concordat.Cedar.Types;

namespace Concordat.Cedar;

/// <summary>A record: a shape and one value a slot. A slot that holds no value is an absent attribute.</summary>
public sealed class CedarRecord : IEquatable<CedarRecord>
{
    private readonly CedarValue[] _values;

    /// <summary>Creates a record; the array is kept and must not change afterwards.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than names.</exception>
    public CedarRecord(RecordShape shape, CedarValue[] values)
    {
        if (shape.Count != values.Length)
        {
            throw new ArgumentException($"the shape has {shape.Count} attributes, but {values.Length} values are given", nameof(values));
        }

        Shape = shape;
        _values = values;
    }

    /// <summary>The record without attributes.</summary>
    public static CedarRecord Empty { get; } = new(RecordShape.Empty, []);

    /// <summary>Names and their slots.</summary>
    public RecordShape Shape { get; }

    /// <summary>The value of an attribute, or none.</summary>
    public CedarValue this[string name]
    {
        get
        {
            var slot = Shape.SlotOf(name);
            return slot < 0 ? default : _values[slot];
        }
    }

    /// <summary>A record of the given attributes; of a name given twice the last value counts.</summary>
    public static CedarRecord Of(IEnumerable<KeyValuePair<string, CedarValue>> attributes)
    {
        var byName = new SortedDictionary<string, CedarValue>(StringComparer.Ordinal);
        foreach (var (name, value) in attributes)
        {
            byName[name] = value;
        }

        return new CedarRecord(new RecordShape(byName.Keys.ToArray()), [.. byName.Values]);
    }

    /// <summary>Reads a record, such as a context, in Cedar's JSON form.</summary>
    /// <param name="json">A JSON object.</param>
    /// <param name="type">Where given, entities and extension values may be written in their short forms.</param>
    /// <param name="file">Name of the text, for messages.</param>
    /// <exception cref="CedarParseException">The text does not hold a record.</exception>
    public static CedarRecord Parse(string json, RecordType? type = null, string? file = null) =>
        JsonText.Read(json, file, root => JsonValues.ReadRecord(root, type, "$"));

    /// <summary>The value of an attribute, or none.</summary>
    /// <param name="name">Attribute name.</param>
    /// <param name="hint">The slot where it was last found; updated.</param>
    internal CedarValue Get(string name, ref int hint)
    {
        var slot = hint;
        if (!Shape.Has(name, slot))
        {
            slot = Shape.SlotOf(name);
            if (slot < 0)
            {
                return default;
            }

            hint = slot;
        }

        return _values[slot];
    }

    internal CedarValue ValueAt(int slot) => _values[slot];

    /// <inheritdoc/>
    public bool Equals(CedarRecord? other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (other is null || Present() != other.Present())
        {
            return false;
        }

        for (var slot = 0; slot < _values.Length; slot++)
        {
            if (!_values[slot].IsNone && other[Shape.NameAt(slot)] != _values[slot])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CedarRecord);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 17;
        for (var slot = 0; slot < _values.Length; slot++)
        {
            if (!_values[slot].IsNone)
            {
                hash = unchecked(hash + HashCode.Combine(Shape.NameAt(slot).GetHashCode(StringComparison.Ordinal), _values[slot].GetHashCode()));
            }
        }

        return hash;
    }

    /// <summary>Cedar source form.</summary>
    public override string ToString()
    {
        var text = new StringBuilder("{");
        for (var slot = 0; slot < _values.Length; slot++)
        {
            if (_values[slot].IsNone)
            {
                continue;
            }

            if (text.Length > 1)
            {
                text.Append(", ");
            }

            text.Append(CedarText.Quote(Shape.NameAt(slot))).Append(": ").Append(_values[slot].ToString());
        }

        return text.Append('}').ToString();
    }

    private int Present()
    {
        var count = 0;
        foreach (var value in _values)
        {
            count += value.IsNone ? 0 : 1;
        }

        return count;
    }
}
