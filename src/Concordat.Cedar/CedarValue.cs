using System.Globalization;
using Concordat.Cedar.Extensions;
using Concordat.Cedar.Syntax;

namespace Concordat.Cedar;

/// <summary>A Cedar value: 16 bytes, no boxing of booleans and numbers. The default is <see cref="CedarValueKind.None"/>.</summary>
public readonly struct CedarValue : IEquatable<CedarValue>
{
    // The reference tells the kind: a ScalarTag (content in _bits), string, EntityUid, CedarSet, CedarRecord or CedarIp.
    private readonly object? _reference;
    private readonly long _bits;

    private CedarValue(object reference, long bits)
    {
        _reference = reference;
        _bits = bits;
    }

    /// <summary>What the value is.</summary>
    public CedarValueKind Kind => _reference switch
    {
        null => CedarValueKind.None,
        ScalarTag tag => tag.Kind,
        string => CedarValueKind.String,
        EntityUid => CedarValueKind.Entity,
        CedarSet => CedarValueKind.Set,
        CedarRecord => CedarValueKind.Record,
        _ => CedarValueKind.IpAddress,
    };

    /// <summary>True when there is no value.</summary>
    public bool IsNone => _reference is null;

    /// <summary>The boolean.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public bool AsBool => TryBool(out var value) ? value : throw Mismatch(CedarValueKind.Bool);

    /// <summary>The number.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public long AsLong => TryLong(out var value) ? value : throw Mismatch(CedarValueKind.Long);

    /// <summary>The text.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public string AsString => _reference as string ?? throw Mismatch(CedarValueKind.String);

    /// <summary>The entity reference.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public EntityUid AsEntity => _reference as EntityUid ?? throw Mismatch(CedarValueKind.Entity);

    /// <summary>The set.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarSet AsSet => _reference as CedarSet ?? throw Mismatch(CedarValueKind.Set);

    /// <summary>The record.</summary>
    /// <exception cref="InvalidOperationException">The value is of another kind.</exception>
    public CedarRecord AsRecord => _reference as CedarRecord ?? throw Mismatch(CedarValueKind.Record);

    internal object? Reference => _reference;

    /// <summary>Content of decimals (in ten-thousandths), datetimes and durations (in milliseconds).</summary>
    internal long Bits => _bits;

    /// <summary>A boolean.</summary>
    public static CedarValue FromBool(bool value) => new(ScalarTag.Bool, value ? 1 : 0);

    /// <summary>A number.</summary>
    public static CedarValue FromLong(long value) => new(ScalarTag.Long, value);

    /// <summary>A text.</summary>
    public static CedarValue FromString(string value) => new(value ?? throw new ArgumentNullException(nameof(value)), 0);

    /// <summary>An entity reference.</summary>
    public static CedarValue FromEntity(EntityUid value) => new(value ?? throw new ArgumentNullException(nameof(value)), 0);

    /// <summary>A set.</summary>
    public static CedarValue FromSet(CedarSet value) => new(value ?? throw new ArgumentNullException(nameof(value)), 0);

    /// <summary>A set of texts; costs one object, the given set is kept and must not change.</summary>
    public static CedarValue FromSet(IReadOnlySet<string> strings) => FromSet(CedarSet.OfStrings(strings));

    /// <summary>A record.</summary>
    public static CedarValue FromRecord(CedarRecord value) => new(value ?? throw new ArgumentNullException(nameof(value)), 0);

    internal static CedarValue FromDecimal(long tenThousandths) => new(ScalarTag.Decimal, tenThousandths);

    internal static CedarValue FromDatetime(long milliseconds) => new(ScalarTag.Datetime, milliseconds);

    internal static CedarValue FromDuration(long milliseconds) => new(ScalarTag.Duration, milliseconds);

    internal static CedarValue FromIp(CedarIp value) => new(value, 0);

    /// <summary>Reads a boolean, if it is one.</summary>
    public bool TryBool(out bool value)
    {
        value = _bits != 0;
        return ReferenceEquals(_reference, ScalarTag.Bool);
    }

    /// <summary>Reads a number, if it is one.</summary>
    public bool TryLong(out long value)
    {
        value = _bits;
        return ReferenceEquals(_reference, ScalarTag.Long);
    }

    /// <inheritdoc/>
    public bool Equals(CedarValue other)
    {
        if (ReferenceEquals(_reference, other._reference))
        {
            return _bits == other._bits;
        }

        return _reference switch
        {
            string text => other._reference is string otherText && text == otherText,
            EntityUid uid => other._reference is EntityUid otherUid && uid.Equals(otherUid),
            CedarSet set => other._reference is CedarSet otherSet && set.Equals(otherSet),
            CedarRecord record => other._reference is CedarRecord otherRecord && record.Equals(otherRecord),
            CedarIp ip => other._reference is CedarIp otherIp && ip.Equals(otherIp),
            _ => false,
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CedarValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _reference switch
    {
        null => 0,
        ScalarTag tag => HashCode.Combine((int)tag.Kind, _bits),
        string text => text.GetHashCode(StringComparison.Ordinal),
        _ => _reference.GetHashCode(),
    };

    /// <summary>Same value, as Cedar's <c>==</c> sees it.</summary>
    public static bool operator ==(CedarValue left, CedarValue right) => left.Equals(right);

    /// <summary>Not the same value.</summary>
    public static bool operator !=(CedarValue left, CedarValue right) => !left.Equals(right);

    /// <summary>Cedar source form.</summary>
    public override string ToString() => _reference switch
    {
        null => "none",
        string text => CedarText.Quote(text),
        ScalarTag tag => tag.Kind switch
        {
            CedarValueKind.Bool => _bits != 0 ? "true" : "false",
            CedarValueKind.Long => _bits.ToString(CultureInfo.InvariantCulture),
            CedarValueKind.Decimal => "decimal(\"" + CedarDecimal.Format(_bits) + "\")",
            CedarValueKind.Datetime => "datetime(\"" + CedarDatetime.Format(_bits) + "\")",
            _ => "duration(\"" + CedarDuration.Format(_bits) + "\")",
        },
        _ => _reference.ToString()!,
    };

    private InvalidOperationException Mismatch(CedarValueKind wanted) => new($"the value is {Kind}, not {wanted}");
}
