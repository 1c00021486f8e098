using System.Globalization;

namespace Concordat.Ledger;

/// <summary>Place of an entry in its log, counted from zero.</summary>
public readonly record struct EntryIndex(long Value) : IComparable<EntryIndex>
{
    public int CompareTo(EntryIndex other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public static bool operator <(EntryIndex left, EntryIndex right) => left.Value < right.Value;

    public static bool operator >(EntryIndex left, EntryIndex right) => left.Value > right.Value;

    public static bool operator <=(EntryIndex left, EntryIndex right) => left.Value <= right.Value;

    public static bool operator >=(EntryIndex left, EntryIndex right) => left.Value >= right.Value;
}
