using System.Collections.Immutable;

namespace Concordat.Cedar;

/// <summary>The attribute names of records that are built again and again; build once and keep. Immutable.</summary>
public sealed class RecordShape
{
    private const int LinearLimit = 12;

    private readonly string[] _names;
    private readonly Dictionary<string, int>? _slots;

    /// <summary>Creates a shape.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public RecordShape(params ReadOnlySpan<string> names)
    {
        _names = names.ToArray();
        var slots = new Dictionary<string, int>(_names.Length, StringComparer.Ordinal);
        for (var slot = 0; slot < _names.Length; slot++)
        {
            _names[slot] = AttributeNames.Find(_names[slot]);
            if (!slots.TryAdd(_names[slot], slot))
            {
                throw new ArgumentException($"attribute `{_names[slot]}` occurs twice", nameof(names));
            }
        }

        _slots = _names.Length > LinearLimit ? slots : null;
    }

    /// <summary>The shape without attributes.</summary>
    public static RecordShape Empty { get; } = new();

    /// <summary>How many attributes.</summary>
    public int Count => _names.Length;

    /// <summary>Names in slot order.</summary>
    public ImmutableArray<string> Names => [.. _names];

    /// <summary>Slot of the attribute, or -1.</summary>
    public int SlotOf(string name)
    {
        if (_slots is not null)
        {
            return _slots.TryGetValue(name, out var found) ? found : -1;
        }

        for (var slot = 0; slot < _names.Length; slot++)
        {
            if (string.Equals(_names[slot], name, StringComparison.Ordinal))
            {
                return slot;
            }
        }

        return -1;
    }

    internal string NameAt(int slot) => _names[slot];

    internal bool Has(string name, int slot) =>
        (uint)slot < (uint)_names.Length && (ReferenceEquals(_names[slot], name) || _names[slot] == name);
}
